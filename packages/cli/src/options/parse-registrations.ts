import { explainGstinProblem, isPan, panOfGstin, parseGstin } from '@milaan/gst';
import { UsageError } from '../failure/usage-error.ts';

/** The own GSTINs as typed. A wrong check digit is refused here: the value was typed, and decides what is read. */
export function parseGstins(flag: string, texts: readonly string[]): string[] {
  const gstins = texts.flatMap((text) => text.split(',')).filter((text) => text.trim() !== '');
  return [...new Set(gstins.map((text) => parseOwnGstin(flag, text)))];
}

function parseOwnGstin(flag: string, text: string): string {
  const parsed = parseGstin(text);
  if (!parsed.ok) throw new UsageError(`${flag} ${text}: ${parsed.reason}`);
  if (!parsed.checkDigitValid) throw new UsageError(`${flag} ${text}: ${explainGstinProblem(text)}`);
  return parsed.gstin;
}

export function parsePan(flag: string, text: string): string {
  const pan = text.trim().toUpperCase();
  if (isPan(pan)) return pan;
  throw new UsageError(`${flag} must be a PAN such as ABCDE1234F, not "${text}".`);
}

/** @throws UsageError when a GSTIN belongs to another PAN: one of the two was mistyped. */
export function checkSamePan(pan: string | undefined, gstins: readonly string[]): void {
  const other = pan === undefined ? undefined : gstins.find((gstin) => panOfGstin(gstin) !== pan);
  if (other !== undefined) throw new UsageError(`--gstin ${other} does not belong to --pan ${pan}.`);
}
