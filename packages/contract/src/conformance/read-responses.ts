import type { ObservedResponse } from './observed.ts';

export interface Received extends ObservedResponse {
  /** The server said that it closes after this one. */
  readonly isLast: boolean;
}

export interface Reading {
  readonly responses: readonly Received[];
  /** How many `100 Continue` came before the answers. */
  readonly continues: number;
  /** What came that is no complete response; empty when all is well. */
  readonly rest: string;
  /** What is wrong with the bytes as HTTP. */
  readonly breach: string | null;
}

const HEAD_END = '\r\n\r\n';
/** Fields that may come in several lines. */
const REPEATABLE: ReadonlySet<string> = new Set(['vary', 'set-cookie']);
const FIELD = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\x20-\x7e\x80-\xff\t]*)$/;

/**
 * Reads everything that a connection sent as a row of HTTP/1.1 responses. Bytes are given as latin1, one character
 * each. `methods` are those of the requests in order, because the answer of HEAD has a length and no body.
 */
export function readResponses(bytes: string, methods: readonly (string | null)[]): Reading {
  const responses: Received[] = [];
  let continues = 0;
  let at = 0;
  const reading = (breach: string | null): Reading => ({ responses, continues, rest: bytes.slice(at), breach });
  while (at < bytes.length) {
    const headEnd = bytes.indexOf(HEAD_END, at);
    if (headEnd < 0) return reading(null);
    const [statusLine = '', ...lines] = bytes.slice(at, headEnd).split('\r\n');
    const status = /^HTTP\/1\.1 ([1-5][0-9]{2}) [\x20-\x7e]*$/.exec(statusLine)?.[1];
    if (status === undefined) return reading(`no status line: ${JSON.stringify(statusLine.slice(0, 80))}`);
    const headers = readFields(lines);
    if (typeof headers === 'string') return reading(headers);
    const bodyStart = headEnd + HEAD_END.length;
    if (status === '100') {
      continues++;
      at = bodyStart;
      continue;
    }
    const body =
      methods[responses.length] === 'HEAD' ? { text: '', end: bodyStart } : readBody(bytes, bodyStart, headers);
    if (body === null) return reading(null);
    if (typeof body === 'string') return reading(body);
    const text = Buffer.from(body.text, 'latin1').toString('utf8');
    responses.push({ status: Number(status), headers, body: text, isLast: headers.connection === 'close' });
    at = body.end;
  }
  return reading(null);
}

function readFields(lines: readonly string[]): Record<string, string> | string {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value] = FIELD.exec(line) ?? [];
    if (name === undefined || value === undefined) return `no header: ${JSON.stringify(line.slice(0, 80))}`;
    const key = name.toLowerCase();
    if (headers[key] !== undefined && !REPEATABLE.has(key)) return `the header ${key} came twice`;
    headers[key] = value;
  }
  return headers;
}

type Body = { readonly text: string; readonly end: number };

/** Null when it has not wholly come; a text when it is not what its headers say. */
function readBody(bytes: string, start: number, headers: Readonly<Record<string, string>>): Body | string | null {
  if (headers['transfer-encoding'] === 'chunked') return readChunks(bytes, start);
  const length = headers['content-length'];
  if (length === undefined || !/^[0-9]+$/.test(length)) return 'the response has no length';
  const end = start + Number(length);
  return end > bytes.length ? null : { text: bytes.slice(start, end), end };
}

function readChunks(bytes: string, start: number): Body | string | null {
  let text = '';
  let at = start;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = /^[0-9a-f]+$/i.exec(bytes.slice(at, lineEnd))?.[0];
    if (size === undefined) return 'the response has a broken chunk';
    const end = lineEnd + 2 + Number.parseInt(size, 16);
    if (end + 2 > bytes.length) return null;
    text += bytes.slice(lineEnd + 2, end);
    at = end + 2;
    if (end === lineEnd + 2) return { text, end: at };
  }
}
