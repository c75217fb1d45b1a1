import { describe, expect, it } from 'vitest';
import { baseSectionOf, isAmendmentSection, isImportSection, isIsdSection, isSection, SECTIONS } from './section.ts';

describe('sections', () => {
  it('are half originals, half amendments named after them', () => {
    const amendments = SECTIONS.filter(isAmendmentSection);
    expect(amendments).toEqual(['B2BA', 'CDNRA', 'ECOA', 'ISDA', 'IMPGA', 'IMPGSEZA']);
    for (const section of SECTIONS) {
      expect(section).toBe(isAmendmentSection(section) ? `${baseSectionOf(section)}A` : baseSectionOf(section));
    }
  });

  it('know imports and ISD', () => {
    expect(SECTIONS.filter(isImportSection)).toEqual(['IMPG', 'IMPGA', 'IMPGSEZ', 'IMPGSEZA']);
    expect(SECTIONS.filter(isIsdSection)).toEqual(['ISD', 'ISDA']);
  });

  it('are told from other text', () => {
    expect(SECTIONS.every(isSection)).toBe(true);
    expect(['b2b', 'TDS', '', 'constructor'].some(isSection)).toBe(false);
  });
});
