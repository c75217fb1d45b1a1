const qualitiesOf = (header: string): ReadonlyMap<string, number> =>
  new Map(
    header.split(',').map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [type, quality === undefined ? 1 : Number(quality)];
    }),
  );

/**
 * True when the `Accept` header of a request lets us answer in one of the media types (RFC 9110, section 12.5.1). Errors
 * are always `application/problem+json`, which whoever accepts an answer is taken to accept. An absent or empty header
 * accepts all, and an answer whose type is not known beforehand is accepted by all.
 */
export function acceptsAnyOf(header: string | undefined, mediaTypes: readonly string[]): boolean {
  if (header === undefined || header.trim() === '' || mediaTypes.includes('*/*')) return true;
  const qualities = qualitiesOf(header);
  return mediaTypes.some((mediaType) => {
    const wider = [
      ...(mediaType === 'application/json' ? ['application/problem+json'] : []),
      mediaType.replace(/\/.*/, '/*'),
    ];
    const best = [mediaType, ...wider, '*/*', '*'].find((type) => qualities.has(type));
    return best !== undefined && qualities.get(best) !== 0;
  });
}
