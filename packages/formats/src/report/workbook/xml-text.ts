/** Excel refuses longer cells. */
const MAX_CELL_CHARACTERS = 32_767;
const NEEDS_CARE = /[&<>"\p{Cc}\ufffe\uffff]|_x[0-9A-Fa-f]{4}_/u;
const CARE = /[&<>"\p{Cc}\ufffe\uffff]|_x[0-9A-Fa-f]{4}_/gu;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const replacement = (found: string): string => {
  const entity = ENTITIES[found];
  if (entity !== undefined) return entity;
  if (found.length > 1) return `_x005F${found}`;
  if (found === '\t' || found === '\n') return found;
  // XML 1.0 has no control characters; workbooks spell them out (ECMA-376 part 1, 22.4.2.4, ST_Xstring).
  return `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
};

/** Text for element content and attributes of a workbook part. */
export const xmlText = (text: string): string => {
  const bounded = text.length > MAX_CELL_CHARACTERS ? `${text.slice(0, MAX_CELL_CHARACTERS - 1)}…` : text;
  return NEEDS_CARE.test(bounded) ? bounded.replace(CARE, replacement) : bounded;
};
