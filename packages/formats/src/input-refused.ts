/** Why an input file could not be read at all. */
export type InputRefusedCode =
  | 'FILE_EMPTY'
  | 'FILE_NOT_FOUND'
  | 'FILE_UNREADABLE'
  | 'FILE_NOT_RECOGNISED'
  | 'FILE_KIND_UNSUPPORTED'
  | 'ENCODING_UNKNOWN'
  | 'HEADER_NOT_FOUND'
  | 'COLUMN_MISSING'
  | 'COLUMN_DUPLICATE'
  | 'OWN_GSTIN_MISSING'
  | 'MAPPING_INVALID'
  | 'SHEET_NOT_FOUND'
  | 'TOO_LARGE'
  | 'TOO_MANY_COLUMNS'
  | 'TOO_MANY_BROKEN_ROWS'
  | 'ZIP_BOMB'
  | 'ZIP_INVALID'
  | 'ZIP_ENCRYPTED'
  | 'ZIP_NESTED'
  | 'XML_INVALID'
  | 'JSON_INVALID'
  | 'JSON_TOO_DEEP'
  | (string & {});

/**
 * An input that cannot be read at all: nothing is written, the command ends with exit code 3.
 * Bad rows inside a readable file are never reported this way; they go to `rejected_row`.
 */
export class InputRefused extends Error {
  override readonly name = 'InputRefused';
  readonly code: InputRefusedCode;
  /** The file as the caller named it. */
  readonly file: string;
  /** What a person can do about it. */
  readonly hint?: string;

  constructor(code: InputRefusedCode, file: string, message: string, more: { hint?: string; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? {} : { cause: more.cause });
    this.code = code;
    this.file = file;
    if (more.hint !== undefined) this.hint = more.hint;
  }
}
