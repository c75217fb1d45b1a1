/** The anchor of a heading, as code hosts make it: `Table 4 of GSTR-3B` becomes `table-4-of-gstr-3b`. */
export const anchorOf = (heading: string): string =>
  heading
    .replaceAll('`', '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .trim()
    .replaceAll(' ', '-');
