/** The control characters (Unicode category Cc), written so that every tool that reads the document knows them. */
const CONTROLS = String.raw`\x00-\x1f\x7f-\x9f`;

/** Text of any script without control characters, on one line. */
export const PRINTABLE = new RegExp(`^[^${CONTROLS}]+$`);

/** The same, or nothing at all. */
export const PRINTABLE_OR_EMPTY = new RegExp(`^[^${CONTROLS}]*$`);
