/** An amount pair in paise, with its sign. */
export interface Part {
  readonly taxable: number;
  readonly tax: number;
}

export type SubsetResult =
  | { readonly kind: 'unique'; readonly members: readonly number[] }
  | { readonly kind: 'none' | 'many' | 'bounded' };

/**
 * Finds the one set of at least `minimumSize` and at most `maximumSize` parts whose taxable value and tax both sum to the target
 * within `tolerance` paise. Two different sets that fit are no answer: a guess between them would move somebody's credit.
 */
export const uniqueSubset = (
  parts: readonly Part[],
  target: Part,
  options: { minimumSize: number; maximumSize: number; tolerance: number; workBound: number },
): SubsetResult => {
  const { minimumSize, maximumSize, tolerance, workBound } = options;
  let work = 0;
  let found: number[] | undefined;
  let count = 0;
  const chosen: number[] = [];
  const fits = (taxable: number, tax: number) => Math.abs(taxable) <= tolerance && Math.abs(tax) <= tolerance;

  const search = (from: number, taxable: number, tax: number): void => {
    if (count > 1 || work > workBound) return;
    if (chosen.length >= minimumSize && fits(taxable, tax)) {
      count++;
      found = [...chosen];
      return;
    }
    if (chosen.length === maximumSize) return;
    for (let at = from; at < parts.length; at++) {
      const part = parts[at];
      if (part === undefined || ++work > workBound) return;
      chosen.push(at);
      search(at + 1, taxable - part.taxable, tax - part.tax);
      chosen.pop();
    }
  };
  search(0, target.taxable, target.tax);
  if (count > 1) return { kind: 'many' };
  if (work > workBound) return { kind: 'bounded' };
  return found === undefined ? { kind: 'none' } : { kind: 'unique', members: found };
};
