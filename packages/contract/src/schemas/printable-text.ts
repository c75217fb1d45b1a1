/** The control characters (Unicode category Cc), written so that every tool that reads the document knows them. */
const CONTROLS = String.raw`\x00-\x1f\x7f-\x9f`;

/** Text of any script without control characters, on one line; or nothing at all, which is for a length to refuse. */
export const PRINTABLE = new RegExp(`^[^${CONTROLS}]*$`);
