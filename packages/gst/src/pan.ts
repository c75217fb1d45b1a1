import type { Brand } from './brand.ts';

/** A ten-character Permanent Account Number, upper case. */
export type Pan = Brand<string, 'Pan'>;

const PAN = /^[A-Z]{5}[0-9]{4}[A-Z]$/;

const HOLDER_TYPES: Readonly<Record<string, string>> = {
  P: 'Person',
  C: 'Company',
  H: 'Hindu undivided family',
  F: 'Firm or limited liability partnership',
  A: 'Association of persons',
  T: 'Trust',
  B: 'Body of individuals',
  L: 'Local authority',
  J: 'Artificial juridical person',
  G: 'Government',
};

/** True for ten characters of PAN shape. The text must be upper case and trimmed. */
export const isPan = (text: string): text is Pan => PAN.test(text);

/** Who holds the PAN, by its 4th character ("Company"); null when the letter stands for nobody. */
export const panHolderType = (pan: Pan): string | null => HOLDER_TYPES[pan.charAt(3)] ?? null;
