import { LIMITS } from '../bytes/limits.ts';
import { InputRefused } from '../input-refused.ts';
import type { RegisterForm } from './purchase-reading.ts';
import type { RawRow } from './raw-row.ts';

/** A purchase register, opened: what it is, where its header is, and its rows. */
export interface Register extends RegisterForm {
  /** As the caller named it. */
  readonly file: string;
  readonly bytes: number;
  readonly titles: readonly string[];
  /** Set when the bytes are such that DuckDB may read them as they are: UTF-8 with usual line ends. */
  readonly plainCsv: { readonly delimiter: string } | null;
  /** The rows after the header, in batches; blank rows may be among them. Can be called again. */
  rows(onBytes?: (bytes: number) => void): AsyncIterable<RawRow[]>;
}

export const refuseWidth = (file: string, width: number): InputRefused =>
  new InputRefused(
    'TOO_MANY_COLUMNS',
    file,
    `The header has ${width} columns or more; at most ${LIMITS.columns} are read.`,
  );
