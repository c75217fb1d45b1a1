const SCIENTIFIC = /^[0-9](?:\.[0-9]+)?E\+[0-9]{1,3}$|^[0-9]\.[0-9]+E[0-9]{1,3}$/i;
const DAY_AND_MONTH = /^[0-9]{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-[0-9]{2}|-[0-9]{4})?$/;
const MONTH_AND_YEAR = /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-[0-9]{2}$/;
const DATE_AND_TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?)?$/;

/**
 * True when a document number looks damaged by a spreadsheet: scientific notation ("1.23E+15") or a number turned into
 * a date ("10-Nov", "Nov-26", "2026-10-11 00:00:00"). Month names count only as spreadsheets write them, first letter
 * upper case, because "NOV-26" may well be somebody's series. The number is a warning's worth, never a refusal.
 */
export const isDamagedNumber = (text: string): boolean => {
  const trimmed = text.trim();
  return [SCIENTIFIC, DAY_AND_MONTH, MONTH_AND_YEAR, DATE_AND_TIME].some((pattern) => pattern.test(trimmed));
};

/**
 * True when a document number is not what CGST Rule 46(b) allows: 1 to 16 letters, digits, "-" and "/". Outer white
 * space does not count. Such numbers are common in books: warn, never drop.
 */
export const breaksRule46 = (text: string): boolean => !/^[A-Za-z0-9/-]{1,16}$/.test(text.trim());
