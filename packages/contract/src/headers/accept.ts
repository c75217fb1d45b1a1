/**
 * True when the `Accept` header of a request lets us answer in JSON (RFC 9110, section 12.5.1). Errors are always
 * `application/problem+json`, which whoever accepts JSON is taken to accept. An absent or empty header accepts all.
 */
export function acceptsJson(header: string | undefined): boolean {
  if (header === undefined || header.trim() === '') return true;
  const qualities = new Map<string, number>();
  for (const range of header.split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    qualities.set(type, quality === undefined ? 1 : Number(quality));
  }
  const best = ['application/json', 'application/problem+json', 'application/*', '*/*', '*'].find((type) =>
    qualities.has(type),
  );
  return best !== undefined && !(qualities.get(best) === 0);
}
