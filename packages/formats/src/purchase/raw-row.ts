/** A row of a register after its header, before anything is understood. */
export interface RawRow {
  /** 1-based, as the source shows it; for JSON the number of the record. */
  readonly rowNumber: number;
  readonly cells: readonly string[];
  /** Why the row cannot be told apart into cells. */
  readonly problem?: string;
}
