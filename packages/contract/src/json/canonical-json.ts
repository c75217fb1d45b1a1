/**
 * One text for one value: members in one order, no white space, numbers as JavaScript writes them (the idea of
 * RFC 8785). Two bodies that mean the same give the same text, however they were written.
 */
export const canonicalJson = (value: unknown): string => JSON.stringify(inOrder(value)) ?? 'null';

function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  // Without a prototype, so that a member called __proto__ is one like the others.
  const ordered: Record<string, unknown> = Object.create(null);
  for (const name of Object.keys(value).sort()) ordered[name] = inOrder(Reflect.get(value, name));
  return ordered;
}
