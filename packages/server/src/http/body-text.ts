const texts = new WeakMap<object, string>();

/** JSON of a body. One that is frozen does not change any more, so that it is written once and not for every request. */
export function bodyText(body: unknown): string {
  if (typeof body !== 'object' || body === null || !Object.isFrozen(body)) return JSON.stringify(body);
  const known = texts.get(body);
  if (known !== undefined) return known;
  const text = JSON.stringify(body);
  texts.set(body, text);
  return text;
}
