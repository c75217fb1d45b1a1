/** Below this a word of a few letters turns into another by one slip: only the words of the field are tried. */
const SHORT = 6;
/** Longest word that is looked at: a slip in a longer one is no typing error. */
const LONGEST = 24;

/** Letters that may be wrong in a word: none in short ones, two in long ones. */
const editsFor = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

/** Least number of letters to put in, take out, replace or swap with a neighbour; `most + 1` when it is more than `most`. */
export function editDistance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwap = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwap && row > 1 && column > 1) least = Math.min(least, (before[column - 2] ?? 0) + 1);
      line.push(least);
    }
    if (Math.min(...line) > most) return most + 1;
    before = last;
    last = line;
  }
  return last[other.length] ?? most + 1;
}

/** In a short word one wrong letter makes another word (logo, logs); a lost, doubled or swapped one rarely does. */
const isOtherLetter = (one: string, other: string): boolean =>
  one.length === other.length && [...one].filter((letter, at) => letter !== other[at]).length === 1;

/**
 * The known word that was probably meant; null when none is near. The first letter is taken to be right, which it nearly
 * always is.
 */
export function correctSlip(
  word: string,
  known: ReadonlyMap<string, number>,
  field: ReadonlySet<string>,
): string | null {
  const most = editsFor(word.length);
  if (most === 0 || word.length > LONGEST || !/^[a-z]+$/.test(word)) return null;
  let best: string | null = null;
  let bestRank: readonly [number, number] = [most, 0];
  for (const [candidate, count] of known) {
    if (candidate[0] !== word[0] || candidate.length < 3) continue;
    if (word.length < SHORT && (!field.has(candidate) || isOtherLetter(word, candidate))) continue;
    const edits = editDistance(word, candidate, Math.min(most, editsFor(candidate.length)));
    if (edits > editsFor(candidate.length)) continue;
    const [edited, counted] = bestRank;
    if (edits > edited || (edits === edited && best !== null && count <= counted)) continue;
    best = candidate;
    bestRank = [edits, count];
  }
  return best;
}
