/** Code lengths of at most `maxBits` for symbols of the given frequencies; 0 for symbols that do not occur. */
export const huffmanLengths = (frequencies: Uint32Array, maxBits: number): Uint8Array => {
  const lengths = new Uint8Array(frequencies.length);
  const symbols: number[] = [];
  frequencies.forEach((frequency, symbol) => {
    if (frequency > 0) symbols.push(symbol);
  });
  // Inflaters want complete codes: a lonely symbol gets a partner.
  if (symbols.length < 2) {
    for (const symbol of symbols.length === 1 ? [symbols[0] ?? 0, symbols[0] === 0 ? 1 : 0] : [0, 1])
      lengths[symbol] = 1;
    return lengths;
  }
  const weightOf = (symbol: number): number => frequencies[symbol] ?? 0;
  symbols.sort((a, b) => weightOf(a) - weightOf(b) || a - b);
  const counts = limitDepths(countDepths(symbols.map(weightOf)), maxBits);
  let at = symbols.length;
  counts.forEach((count, length) => {
    for (let k = 0; k < count; k++) lengths[symbols[--at] ?? 0] = length;
  });
  return lengths;
};

/** How many leaves the Huffman tree of ascending `weights` has at each depth (two-queue construction). */
const countDepths = (weights: readonly number[]): number[] => {
  const leaves = weights.length;
  const sums = [...weights];
  const parents = new Int32Array(2 * leaves - 1);
  let leaf = 0;
  let inner = leaves;
  const takeLightest = (): number =>
    leaf < leaves && (inner >= sums.length || (sums[leaf] ?? 0) <= (sums[inner] ?? 0)) ? leaf++ : inner++;
  while (sums.length < 2 * leaves - 1) {
    const first = takeLightest();
    const second = takeLightest();
    parents[first] = sums.length;
    parents[second] = sums.length;
    sums.push((sums[first] ?? 0) + (sums[second] ?? 0));
  }
  const depths = new Int32Array(sums.length);
  const counts: number[] = [];
  for (let node = sums.length - 2; node >= 0; node--) {
    const depth = (depths[parents[node] ?? 0] ?? 0) + 1;
    depths[node] = depth;
    if (node < leaves) counts[depth] = (counts[depth] ?? 0) + 1;
  }
  return Array.from(counts, (count) => count ?? 0);
};

/** Lifts leaves that lie too deep, and pays for it by pushing shallower ones down, until the code is complete again. */
const limitDepths = (counts: readonly number[], maxBits: number): number[] => {
  const limited = counts.slice(0, maxBits + 1);
  while (limited.length <= maxBits) limited.push(0);
  for (const count of counts.slice(maxBits + 1)) limited[maxBits] = (limited[maxBits] ?? 0) + count;
  let used = limited.reduce((sum, count, length) => (length === 0 ? sum : sum + count * 2 ** (maxBits - length)), 0);
  while (used > 2 ** maxBits) {
    let length = maxBits - 1;
    while ((limited[length] ?? 0) === 0) length--;
    limited[length] = (limited[length] ?? 0) - 1;
    limited[length + 1] = (limited[length + 1] ?? 0) + 2;
    limited[maxBits] = (limited[maxBits] ?? 0) - 1;
    used--;
  }
  return limited;
};

/** Canonical codes of RFC 1951 3.2.2, bits reversed so that they can be written low bit first. */
export const huffmanCodes = (lengths: Uint8Array): Uint16Array => {
  const counts = new Uint16Array(17);
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
  const next = new Uint16Array(17);
  for (let length = 1; length < 17; length++) next[length] = ((next[length - 1] ?? 0) + (counts[length - 1] ?? 0)) << 1;
  const codes = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    const code = next[length] ?? 0;
    next[length] = code + 1;
    codes[symbol] = reverseBits(code, length);
  });
  return codes;
};

const reverseBits = (code: number, length: number): number => {
  let reversed = 0;
  for (let bit = 0; bit < length; bit++) if (code & (1 << bit)) reversed |= 1 << (length - 1 - bit);
  return reversed;
};
