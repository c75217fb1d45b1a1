/** Bounds of portal input. A real GSTR-2B stays far below each of them; a hostile file must not pass them. */
export const PORTAL_LIMITS = {
  /** Nesting of the whole JSON text; a wrapped 2B with rate items is 12 deep. */
  depth: 32,
  /** One document, summary or answer header. Real documents are below 2 KB. */
  valueBytes: 1_048_576,
  /** The scalars of one supplier (name, filing date, ...). */
  headerBytes: 65_536,
  /** One member name. */
  keyBytes: 1_024,
  /** Levels of `data` around the return (domain spec 2.2). */
  wrapperLevels: 4,
  /** Answers in one file that hold nothing of a return, before the file counts as something else. */
  emptyAnswers: 10_000,
  /** Returns or pages in one run. */
  parts: 100_000,
  /** Files below the folders given. */
  files: 100_000,
  /** Defects kept word for word; the rest is only counted. */
  defects: 100_000,
} as const;
