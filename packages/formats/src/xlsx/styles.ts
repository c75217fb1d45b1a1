import type { Readable } from 'node:stream';
import { readXml } from './xml-feed.ts';

/** What a cell style says about a number: a date, or a fixed count of digits (`0000` shows 12 as 0012). */
export interface NumberStyle {
  readonly isDate: boolean;
  readonly minDigits: number;
}

export const PLAIN_STYLE: NumberStyle = { isDate: false, minDigits: 0 };

/** Built-in date formats (ECMA-376 part 1, 18.8.30), with the East Asian ones. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

/** True when a custom format shows a calendar date: a day or year outside quotes, escapes and brackets. */
export const isDateFormat = (code: string): boolean => {
  const bare = code
    .replace(/"[^"]*"?/g, '')
    .replace(/\\./g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/[_*]./g, '');
  const first = bare.split(';')[0] ?? '';
  return /[dy]/i.test(first) && !/general/i.test(first);
};

const styleOf = (id: number, code: string | undefined): NumberStyle => {
  if (code === undefined) return { isDate: isBuiltInDate(id), minDigits: 0 };
  if (isDateFormat(code)) return { isDate: true, minDigits: 0 };
  return { isDate: false, minDigits: /^0{2,}$/.test(code) ? code.length : 0 };
};

/** Cell formats by their index (`c/@s`). */
export const readStyles = async (stream: Readable, file: string): Promise<NumberStyle[]> => {
  const codes = new Map<number, string>();
  const formatIds: number[] = [];
  let isInCellFormats = false;
  await readXml(
    stream,
    {
      onOpen(name, attributes) {
        if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
        else if (name === 'cellXfs') isInCellFormats = true;
        else if (name === 'xf' && isInCellFormats) formatIds.push(Number(attributes.numFmtId ?? 0));
      },
      onClose(name) {
        if (name === 'cellXfs') isInCellFormats = false;
      },
    },
    file,
    'styles',
  );
  return formatIds.map((id) => styleOf(id, codes.get(id)));
};
