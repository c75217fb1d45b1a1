import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { LIMITS } from '../bytes/limits.ts';
import { InputRefused } from '../input-refused.ts';

export interface XmlHandlers {
  /** `name` without its namespace prefix. */
  onOpen?(name: string, attributes: Record<string, string>): void;
  onText?(text: string): void;
  onClose?(name: string): void;
}

const localName = (name: string): string => {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
};

/**
 * Feeds an XML part to handlers, chunk by chunk, in bounded memory: entities are never expanded beyond the five of XML,
 * depth and token length are limited.
 */
export class XmlFeed {
  readonly #parser = new SaxesParser();
  readonly #file: string;
  readonly #part: string;
  #depth = 0;
  #charsSinceEvent = 0;

  constructor(handlers: XmlHandlers, file: string, part: string) {
    this.#file = file;
    this.#part = part;
    const parser = this.#parser;
    parser.on('error', (error) => {
      throw new InputRefused('XML_INVALID', file, `The part ${part} is not well-formed: ${error.message}.`);
    });
    parser.on('opentag', (tag: SaxesTagPlain) => {
      this.#charsSinceEvent = 0;
      if (++this.#depth > LIMITS.xmlDepth)
        throw new InputRefused('XML_INVALID', file, `The part ${part} nests deeper than ${LIMITS.xmlDepth} levels.`);
      handlers.onOpen?.(localName(tag.name), tag.attributes);
    });
    parser.on('closetag', (tag: SaxesTagPlain) => {
      this.#charsSinceEvent = 0;
      this.#depth--;
      handlers.onClose?.(localName(tag.name));
    });
    // Without a handler the parser does not keep the text.
    if (handlers.onText) {
      const onText = handlers.onText.bind(handlers);
      parser.on('text', onText);
      parser.on('cdata', onText);
    }
  }

  write(chunk: string): void {
    this.#charsSinceEvent += chunk.length;
    this.#parser.write(chunk);
    if (this.#charsSinceEvent > LIMITS.xmlTokenChars + chunk.length)
      throw new InputRefused(
        'TOO_LARGE',
        this.#file,
        `A cell or tag in ${this.#part} is larger than ${LIMITS.xmlTokenChars} characters.`,
      );
  }

  end(): void {
    this.#parser.close();
  }
}

/** Text chunks of an XML part; UTF-8 unless a byte order mark says UTF-16. */
export async function* decodeXml(stream: Readable): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    decoder ??= new TextDecoder(
      chunk[0] === 0xff && chunk[1] === 0xfe
        ? 'utf-16le'
        : chunk[0] === 0xfe && chunk[1] === 0xff
          ? 'utf-16be'
          : 'utf-8',
    );
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield rest;
}

/** Runs a whole part through handlers. */
export const readXml = async (stream: Readable, handlers: XmlHandlers, file: string, part: string): Promise<void> => {
  const feed = new XmlFeed(handlers, file, part);
  for await (const text of decodeXml(stream)) feed.write(text);
  feed.end();
};
