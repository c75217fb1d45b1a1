import { at, type Random } from './random.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** State codes in rough order of how many registrations they have. */
export const STATES = [
  '27',
  '24',
  '29',
  '33',
  '09',
  '07',
  '36',
  '19',
  '06',
  '08',
  '23',
  '03',
  '32',
  '37',
  '21',
  '10',
  '18',
  '05',
  '20',
  '22',
] as const;

/** The 15th character of a GSTIN, from the 14 before it (mod 36, weights 1 and 2 by turns). */
export const checkCharacter = (first14: string): string => {
  let sum = 0;
  for (let i = 0; i < 14; i++) {
    const product = ALPHABET.indexOf(first14.charAt(i)) * ((i % 2) + 1);
    sum += Math.floor(product / 36) + (product % 36);
  }
  return ALPHABET.charAt((36 - (sum % 36)) % 36);
};

export const gstinOf = (state: string, pan: string, entity: number): string => {
  const first14 = `${state}${pan}${entity}Z`;
  return first14 + checkCharacter(first14);
};

/** A PAN that is unique per index: four letters and four digits are drawn, the index is spread over the rest. */
export const panOf = (index: number, random: Random): string => {
  const scattered = (index * 48_271 + 11) % 456_976;
  const holder = random.pick(['C', 'C', 'C', 'F', 'P', 'P', 'H', 'A']);
  const letter = (value: number): string => LETTERS.charAt(value % 26);
  const head =
    letter(Math.floor(scattered / 17_576)) + letter(Math.floor(scattered / 676)) + letter(Math.floor(scattered / 26));
  const digits = String((Math.floor(index / 456_976) * 1000 + random.int(1000)) % 10_000).padStart(4, '0');
  return `${head}${holder}${letter(scattered)}${digits}${letter(random.int(26))}`;
};

export const stateOf = (gstin: string): string => gstin.slice(0, 2);
export const panIn = (gstin: string): string => gstin.slice(2, 12);

/** A state by weight: the first ones are met far more often. */
export const drawState = (random: Random): string => at(STATES, Math.floor(random.next() ** 2 * STATES.length));
