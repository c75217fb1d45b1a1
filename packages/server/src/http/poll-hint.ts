const SECOND_MS = 1000;

/** When to look again at something that has run for so long: what takes long is not asked for each second. */
function pollHintSeconds(ageMs: number): number {
  if (ageMs < 10 * SECOND_MS) return 1;
  if (ageMs < 60 * SECOND_MS) return 2;
  return 5;
}

export const pollHint = (createdAt: Date, now: Date): { readonly 'retry-after': string } => ({
  'retry-after': String(pollHintSeconds(now.getTime() - createdAt.getTime())),
});
