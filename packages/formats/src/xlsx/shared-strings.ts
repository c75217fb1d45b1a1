import type { Readable } from 'node:stream';
import { LIMITS } from '../bytes/limits.ts';
import { InputRefused } from '../input-refused.ts';
import { readXml } from './xml-feed.ts';

/** `_x000D_` and its like stand for characters that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
export const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

/** Collects the text of a string item: its own `t` and those of rich text runs, not the phonetic ones. */
export class TextItem {
  #text = '';
  #isPhonetic = false;
  #isInText = false;

  reset(): void {
    this.#text = '';
    this.#isPhonetic = false;
    this.#isInText = false;
  }
  onOpen(name: string): void {
    if (name === 't') this.#isInText = !this.#isPhonetic;
    else if (name === 'rPh') this.#isPhonetic = true;
  }
  onText(text: string): void {
    if (this.#isInText) this.#text += text;
  }
  onClose(name: string): void {
    if (name === 't') this.#isInText = false;
    else if (name === 'rPh') this.#isPhonetic = false;
  }
  get length(): number {
    return this.#text.length;
  }
  get text(): string {
    return unescapeText(this.#text);
  }
}

export const readSharedStrings = async (stream: Readable, file: string): Promise<string[]> => {
  const strings: string[] = [];
  const item = new TextItem();
  let totalChars = 0;
  await readXml(
    stream,
    {
      onOpen(name) {
        if (name === 'si') item.reset();
        else item.onOpen(name);
      },
      onText: (text) => item.onText(text),
      onClose(name) {
        item.onClose(name);
        if (name !== 'si') return;
        totalChars += item.length;
        if (item.length > LIMITS.xlsxCellChars)
          throw new InputRefused('TOO_LARGE', file, `A cell text is longer than ${LIMITS.xlsxCellChars} characters.`);
        if (totalChars > LIMITS.sharedStringChars || strings.length >= LIMITS.sharedStrings)
          throw new InputRefused('TOO_LARGE', file, 'The workbook holds more distinct text than can be kept.', {
            hint: 'Save the sheet as CSV.',
          });
        strings.push(item.text);
      },
    },
    file,
    'shared strings',
  );
  return strings;
};
