/** Longest name of a caller's making that is repeated in an answer. */
const MOST_NAME_CHARACTERS = 100;

type Path = readonly PropertyKey[];

const nameOf = (step: PropertyKey): string => {
  const name = String(step);
  return name.length > MOST_NAME_CHARACTERS ? `${name.slice(0, MOST_NAME_CHARACTERS)}…` : name;
};

/** The JSON Pointer (RFC 6901) of a place in a body: `/fileList/0/s3FileUrl`; empty for the body itself. */
export const pointerOf = (path: Path): string =>
  path.map((step) => `/${nameOf(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The same place as people write it: `fileList[0].s3FileUrl`; "body" for the body itself. */
export const paramOf = (path: Path): string =>
  path.length === 0
    ? 'body'
    : path
        .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${nameOf(step)}`))
        .join('');

/** What stands at a place in a value of JSON; undefined where there is nothing. Inherited members do not count. */
export function memberAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = Reflect.get(current, step);
  }
  return current;
}
