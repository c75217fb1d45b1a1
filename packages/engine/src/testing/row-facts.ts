import type { DocumentRow } from './documents.ts';

/** The heads of tax, as the tables name them. */
export const HEADS = ['igst', 'cgst', 'sgst', 'cess'] as const;
export const paise = (amount: unknown) => Math.round(Number(amount) * 100);

export const isActive = (row: DocumentRow) => row.status === 'ACTIVE';
/** Credit notes count against the sums. */
export const directionOf = (row: DocumentRow) =>
  row.kind === 'CREDIT_NOTE' || row.kind === 'ISD_CREDIT_NOTE' ? -1 : 1;
/** Paise. */
export const taxOf = (row: DocumentRow) => HEADS.reduce((sum, head) => sum + paise(row[head]), 0);
/** The number as an exact comparison sees it: letters and digits alone. */
export const alnumOf = (row: DocumentRow) =>
  String(row.number ?? '')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
export const byId = (rows: readonly DocumentRow[]) => new Map(rows.map((row) => [String(row.document_id), row]));

export const sumOf = <T>(list: Iterable<T>, value: (item: T) => number) =>
  [...list].reduce((sum, item) => sum + value(item), 0);
