/**
 * True when one typing slip lies between the texts: one character inserted, left out or replaced, or two neighbours
 * exchanged. False for equal texts.
 */
export const isOneEdit = (left: string, right: string): boolean => {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1 || short === long) return false;
  let start = 0;
  while (start < short.length && short.charAt(start) === long.charAt(start)) start += 1;
  if (long.length > short.length) return short.slice(start) === long.slice(start + 1);
  if (short.slice(start + 1) === long.slice(start + 1)) return true;
  return (
    short.charAt(start) === long.charAt(start + 1) &&
    short.charAt(start + 1) === long.charAt(start) &&
    short.slice(start + 2) === long.slice(start + 2)
  );
};
