/** A paragraph, a list item, a table row or a code block of a section: the smallest part that an answer is taken from. */
export interface Block {
  readonly kind: 'paragraph' | 'item' | 'row' | 'code';
  /** As it stands in the page; of a table row the whole table as far as it is needed: head and that row. */
  readonly text: string;
  /** What an answer says: a row is read out with the heads of its columns. */
  readonly spoken: string;
}

const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

const isRuler = (line: string): boolean => /^\|[\s:|-]+\|?$/.test(line.trim());

/** `PROBABLE: Means likely the same document. Credit: wait.` */
function readOut(head: readonly string[], cells: readonly string[]): string {
  const [first = '', ...rest] = cells;
  const told = rest.flatMap((cell, at) => {
    const name = head[at + 1] ?? '';
    if (cell === '') return [];
    return rest.length === 1 || name === '' ? [cell] : [`${name}: ${cell}`];
  });
  return `${first}: ${told.join('; ')}.`.replace(/\.\.$/, '.');
}

function rowsOf(lines: readonly string[]): readonly Block[] {
  const [headLine = '', , ...rows] = lines;
  const head = cellsOf(headLine);
  return rows.map((line) => ({
    kind: 'row',
    text: line,
    spoken: readOut(head, cellsOf(line)),
  }));
}

const ITEM = /^(?:[-*]|\d+\.) /;

function itemsOf(lines: readonly string[]): readonly Block[] {
  const items: string[][] = [];
  for (const line of lines) {
    if (ITEM.test(line)) items.push([line]);
    else items.at(-1)?.push(line);
  }
  return items.map((item) => {
    const text = item.join('\n');
    return { kind: 'item', text, spoken: text.replace(ITEM, '').replace(/\s+/g, ' ') };
  });
}

/** Splits the body of a section at empty lines; code blocks stay whole. Pictures are left out. */
export function blocksOf(body: string): readonly Block[] {
  const chunks: string[][] = [[]];
  let isCode = false;
  for (const line of body.split('\n')) {
    if (/^\s*```/.test(line)) isCode = !isCode;
    if (line.trim() === '' && !isCode) chunks.push([]);
    else chunks.at(-1)?.push(line);
  }
  return chunks.flatMap((lines): readonly Block[] => {
    const [first = ''] = lines;
    const text = lines.join('\n');
    if (text.trim() === '' || first.startsWith('![')) return [];
    if (/^\s*```/.test(first)) return [{ kind: 'code', text, spoken: text }];
    if (first.trim().startsWith('|') && isRuler(lines[1] ?? '')) return rowsOf(lines);
    if (ITEM.test(first)) return itemsOf(lines);
    return [{ kind: 'paragraph', text, spoken: text.replace(/\s+/g, ' ') }];
  });
}
