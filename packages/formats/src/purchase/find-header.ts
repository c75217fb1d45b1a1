import { InputRefused } from '../input-refused.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { countKnownHeaders } from './known-headers.ts';
import { normaliseHeader } from './normalise-header.ts';
import type { RawRow } from './raw-row.ts';

/** Rows above the header that are looked through. */
export const HEADER_SEARCH_ROWS = 20;
const NEEDED_HEADERS = 3;

const matchesMapping = (row: RawRow, mapping: ColumnMapping): boolean => {
  const headers = new Set(row.cells.map(normaliseHeader));
  const wanted = [...mapping.columns.values()].flat();
  return wanted.length > 0 && wanted.every((name) => headers.has(normaliseHeader(name)));
};

/** The row that holds the headers: the one a mapping names, else the first of the top rows with three known headers. */
export const findHeader = (rows: readonly RawRow[], mapping?: ColumnMapping): RawRow | undefined => {
  if (mapping?.headerRow !== undefined) return rows.find((row) => row.rowNumber === mapping.headerRow);
  const top = rows.filter((row) => row.rowNumber <= HEADER_SEARCH_ROWS);
  const mapped = mapping && top.find((row) => matchesMapping(row, mapping));
  return mapped ?? top.find((row) => countKnownHeaders(row.cells) >= NEEDED_HEADERS);
};

/** Says why no header was found, and guesses at portal files handed in by mistake. */
export const refuseHeader = (file: string, rows: readonly RawRow[]): InputRefused => {
  const isPortalTitle = (cell: string) => /^\W*(?:form\s+)?gstr-?\s?2[ab]\b/i.test(cell);
  if (rows.some((row) => row.cells.some(isPortalTitle)))
    return new InputRefused(
      'FILE_NOT_RECOGNISED',
      file,
      'This looks like a GSTR-2A or 2B file, not a purchase register.',
      {
        hint: 'Give it with --portal.',
      },
    );
  const best = rows.reduce((most, row) => Math.max(most, countKnownHeaders(row.cells)), 0);
  const found = best === 0 ? 'no row with known column headers' : `at most ${best} known column headers in a row`;
  return new InputRefused(
    'HEADER_NOT_FOUND',
    file,
    `The first ${HEADER_SEARCH_ROWS} rows hold ${found}; at least ${NEEDED_HEADERS} are needed.`,
    {
      hint: 'Name the columns with --mapping FILE.',
    },
  );
};
