import { DOCUMENT_COLUMNS, RESULT_COLUMNS } from '@milaan/gst';
import { JSON_VALUES, SCALAR_VALUES, STRING_VALUES } from '../jsonl/result-values.ts';

const SQL = [...SCALAR_VALUES, ...STRING_VALUES, ...JSON_VALUES].map(({ sql }) => sql).join('\n');

/** Whether a line of results is made of this column of the side. */
const isUsed = (side: 'b' | 'p', name: string): boolean => new RegExp(`\\b${side}\\.${name}\\b`).test(SQL);

/** The columns of a document that result lines show. */
export const shownColumns = (side: 'b' | 'p'): string[] =>
  DOCUMENT_COLUMNS.map(({ name }) => name).filter((name) => isUsed(side, name));

/** The columns of a result that a file of lines keeps; the handles of its documents are its own. */
export const RESULT_NAMES: readonly string[] = RESULT_COLUMNS.map(({ name }) => name).filter(
  (name) => name !== 'books_seq' && name !== 'portal_seq',
);

/** What the columns of a side are called beside each other. */
export const PREFIXES = { b: 'pr_', p: 'govt_' } as const;
