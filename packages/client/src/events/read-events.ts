/** One event of a `text/event-stream` (WHATWG HTML, section 9.2). */
export interface ServerEvent {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

export interface EventReader {
  /** The events that this text completes. */
  read(text: string): ServerEvent[];
  /** What the server asks to wait before connecting again, in milliseconds; null while it has not said. */
  readonly retryMs: number | null;
}

/** Far above the size of any resource. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

/** Reads an event stream in whatever pieces it arrives. @throws {RangeError} while reading an event that does not end */
export function createEventReader(): EventReader {
  let rest = '';
  let retryMs: number | null = null;
  let id: string | null = null;
  let event = '';
  let data: string[] = [];
  const dispatch = (): ServerEvent[] => {
    const complete = data.length === 0 ? [] : [{ id, event: event === '' ? 'message' : event, data: data.join('\n') }];
    event = '';
    data = [];
    return complete;
  };
  const readLine = (line: string): ServerEvent[] => {
    if (line === '') return dispatch();
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') data.push(value);
    if (field === 'event') event = value;
    if (field === 'id' && !value.includes('\0')) id = value;
    if (field === 'retry' && /^\d{1,9}$/.test(value)) retryMs = Number(value);
    return [];
  };
  return {
    get retryMs() {
      return retryMs;
    },
    read(text) {
      // A carriage return at the end may be half of a line's end.
      const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      if (rest.length + data.join('').length > MOST_CHARACTERS) throw new RangeError('An event does not end.');
      return lines.flatMap(readLine);
    },
  };
}
