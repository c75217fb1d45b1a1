const indianCount = new Intl.NumberFormat('en-IN');

/** `10,00,000`: Indian grouping. */
export const formatCount = (count: number): string => indianCount.format(count);

/** `1 row`, `2 rows`. */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;
