import { closeSync, openSync, writeSync } from 'node:fs';

const BUFFER_BYTES = 1_048_576;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const CLOSE_BRACE = 0x7d;

/** A file that is written front to back through one buffer. */
export class SpoolFile {
  readonly path: string;
  lines = 0;
  #written = 0;
  #used = 0;
  #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #descriptor: number;

  constructor(path: string) {
    this.path = path;
    this.#descriptor = openSync(path, 'wx', 0o600);
  }

  get size(): number {
    return this.#written + this.#used;
  }

  text(text: string): void {
    // Three bytes a UTF-16 unit is the most that UTF-8 takes.
    this.#room(text.length * 3);
    this.#used += this.#buffer.write(text, this.#used);
  }

  /** Copies bytes; line breaks, which JSON has only between tokens, become spaces so that a document stays one line. */
  bytes(from: Buffer, start: number, end: number, hasLineBreaks: boolean): void {
    this.#room(end - start);
    const buffer = this.#buffer;
    const at = this.#used;
    this.#used += end - start;
    // A call into C++ costs more than a few bytes.
    if (end - start < 16) for (let i = 0; i < end - start; i++) buffer[at + i] = from[start + i] ?? 0;
    else from.copy(buffer, at, start, end);
    if (!hasLineBreaks) return;
    for (let i = at; i < this.#used; i++) if (buffer[i] === LF || buffer[i] === CR) buffer[i] = SPACE;
  }

  integer(value: number): void {
    this.#room(16);
    const buffer = this.#buffer;
    let digits = 1;
    for (let power = 10; power <= value; power *= 10) digits++;
    let rest = value;
    for (let i = this.#used + digits - 1; i >= this.#used; i--) {
      const next = Math.floor(rest / 10);
      buffer[i] = 0x30 + (rest - next * 10);
      rest = next;
    }
    this.#used += digits;
  }

  endLine(): void {
    this.#room(2);
    this.#buffer[this.#used++] = CLOSE_BRACE;
    this.#buffer[this.#used++] = LF;
    this.lines++;
  }

  flush(): void {
    for (let at = 0; at < this.#used; ) at += writeSync(this.#descriptor, this.#buffer, at, this.#used - at);
    this.#written += this.#used;
    this.#used = 0;
  }

  close(): void {
    if (this.#descriptor < 0) return;
    this.flush();
    closeSync(this.#descriptor);
    this.#descriptor = -1;
  }

  #room(bytes: number): void {
    if (this.#used + bytes <= this.#buffer.length) return;
    this.flush();
    if (bytes > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(bytes);
  }
}
