import { gstinKind, normaliseGstin, parseCalendarDate, parseReturnPeriod } from '@milaan/gst';
import type { SheetRow } from '../../xlsx/index.ts';

/** What the "Read me" sheet says; null where it does not. */
export interface ReadMe {
  readonly type: 'GSTR_2B' | 'GSTR_2A' | null;
  readonly gstin: string | null;
  /** MMYYYY */
  readonly period: string | null;
  /** YYYY-MM-DD */
  readonly generatedOn: string | null;
}

/** Quarterly filers have one statement a quarter, known by its last month (domain spec 1.4). */
const QUARTER_ENDS = ['06', '09', '12', '03'];
const MONTHS = 'january february march april may june july august september october november december'.split(' ');

const monthOf = (text: string): string | null => {
  const plain = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const quarter = /^quarter([1-4])/.exec(plain);
  if (quarter) return QUARTER_ENDS[Number(quarter[1]) - 1] ?? null;
  const month = MONTHS.indexOf(plain);
  return month < 0 ? null : String(month + 1).padStart(2, '0');
};

const periodOf = (texts: readonly string[]): string | null => {
  const year = texts
    .map((text) => /^(20[0-9]{2})-(?:20)?[0-9]{2}$/.exec(text)?.[1])
    .find((found) => found !== undefined);
  const month = texts.map(monthOf).find((found) => found !== null);
  if (year !== undefined && month !== undefined) {
    return `${month}${Number(month) >= 4 ? Number(year) : Number(year) + 1}`;
  }
  return texts.map(parseReturnPeriod).find((found) => found !== null) ?? null;
};

/** Reads the sheet by what its cells look like, since labels and their places differ between statements and years. */
export const readReadMe = (rows: readonly SheetRow[]): ReadMe => {
  const lines = rows.map((row) => row.cells.map((cell) => cell?.text.trim() ?? '').filter((text) => text !== ''));
  const texts = lines.flat();
  const all = texts.join(' ').toUpperCase();
  const gstin = texts.map(normaliseGstin).find((text) => gstinKind(text) !== null) ?? null;
  const generation = lines.find((line) => /generat/i.test(line[0] ?? ''));
  const generatedOn =
    generation
      ?.slice(1)
      .map((text) => parseCalendarDate(text))
      .find((date) => date !== null) ?? null;
  const type = /GSTR-?\s?2B/.test(all) ? 'GSTR_2B' : /GSTR-?\s?2A/.test(all) ? 'GSTR_2A' : null;
  return { type, gstin, period: periodOf(texts), generatedOn };
};
