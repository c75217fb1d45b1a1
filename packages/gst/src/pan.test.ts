import { describe, expect, it } from 'vitest';
import { isPan, type Pan, panHolderType } from './pan.ts';

const holderOf = (text: string): string | null => {
  if (!isPan(text)) throw new Error(`${text} is no PAN`);
  const pan: Pan = text;
  return panHolderType(pan);
};

describe('pan', () => {
  it.each(['AAPFU0939F', 'AAACC1206D'])('%s is one', (text) => expect(isPan(text)).toBe(true));
  it.each(['', 'AAPFU0939', 'aapfu0939f', 'MUMA12345B', 'AAPFU0939FF'])('%j is none', (text) =>
    expect(isPan(text)).toBe(false),
  );

  it('names the holder by the fourth letter', () => {
    expect(holderOf('AAPFU0939F')).toBe('Firm or limited liability partnership');
    expect(holderOf('AAACC1206D')).toBe('Company');
    expect(holderOf('AAAXC1206D')).toBeNull();
  });
});
