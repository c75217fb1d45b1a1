/**
 * Rows remembered in this process. Right only where this process is the only one that writes them, as with the embedded
 * database, or where each use asks whether the row still stands. Whoever changes a row forgets it here after the commit;
 * a read that began before does not bring it back.
 */
export interface Remembered<Value> {
  /** The remembered value, or what `load` finds. */
  get(key: string, load: () => Promise<Value>): Value | Promise<Value>;
  /** The remembered value, if there is one. */
  peek(key: string): Value | undefined;
  /** What `load` finds, whatever is remembered; remembered from now on. */
  load(key: string, load: () => Promise<Value>): Promise<Value>;
  forget(key: string): void;
  forgetAll(): void;
}

/** Keeps at most `maxEntries`; the one that was put in first goes first. */
export function createRemembered<Value>(maxEntries: number): Remembered<Value> {
  const values = new Map<string, Value>();
  let changes = 0;
  const keep = (key: string, value: Value) => {
    if (values.size >= maxEntries && !values.has(key)) {
      const [oldest] = values.keys();
      if (oldest !== undefined) values.delete(oldest);
    }
    values.set(key, value);
  };
  const load: Remembered<Value>['load'] = async (key, find) => {
    const changesBefore = changes;
    const value = await find();
    if (changes === changesBefore && value !== undefined) keep(key, value);
    return value;
  };
  return {
    get: (key, find) => values.get(key) ?? load(key, find),
    peek: (key) => values.get(key),
    load,
    forget(key) {
      changes++;
      values.delete(key);
    },
    forgetAll() {
      changes++;
      values.clear();
    },
  };
}

/** Remembers nothing: for a database that others write too. */
export const createForgetful = <Value>(): Remembered<Value> => ({
  get: (_, load) => load(),
  peek: () => undefined,
  load: (_, load) => load(),
  forget: () => {},
  forgetAll: () => {},
});
