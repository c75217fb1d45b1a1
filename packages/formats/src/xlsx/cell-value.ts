/** A cell that holds something. */
export interface CellValue {
  /** What the sheet shows, as far as it can be told: dates as YYYY-MM-DD, numbers without float noise, cached formula results. */
  readonly text: string;
  /** Set for numeric cells; for dates the serial number of the 1900 system. */
  readonly number?: number;
  /** The cell is a number shown as a date. */
  readonly isDate?: boolean;
}

export interface SheetRow {
  /** 1-based, as the spreadsheet shows it. */
  readonly rowNumber: number;
  /** By column, 0-based; null for a blank cell. Trailing blanks are left out. */
  readonly cells: readonly (CellValue | null)[];
}

const DAY_MS = 86_400_000;
/** 1899-12-30: from 1 March 1900 on, serial numbers count from here (Excel believes in 29 February 1900). */
const SERIAL_ZERO_MS = Date.UTC(1899, 11, 30);

/** An Excel serial number (1900 system) as YYYY-MM-DD; null outside 1900-03-01 to 9999-12-31. */
export const serialToIsoDate = (serial: number): string | null => {
  const days = Math.floor(serial + 1e-9);
  if (!(days >= 61 && days <= 2_958_465)) return null;
  return new Date(SERIAL_ZERO_MS + days * DAY_MS).toISOString().slice(0, 10);
};

/** The number as a person typed it: 15 significant digits, as Excel shows, never in scientific notation. */
export const plainNumberText = (value: number): string => {
  if (Number.isSafeInteger(value)) return String(value);
  const rounded = Number(value.toPrecision(15));
  const text = String(rounded);
  if (!text.includes('e')) return text;
  return Math.abs(rounded) >= 1
    ? BigInt(rounded).toString()
    : rounded.toFixed(20).replace(/0+$/, '').replace(/\.$/, '');
};
