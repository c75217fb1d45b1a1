/**
 * CRC-32 as gzip wants it (RFC 1952, polynomial 0xEDB88320), on the bare register: nothing is inverted here, so that
 * checksums of pieces can be joined by linear algebra instead of walking over every byte again.
 */
const POLYNOMIAL = 0xedb88320;

const createByteTable = (): Int32Array => {
  const table = new Int32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let register = byte;
    for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >>> 1) ^ POLYNOMIAL : register >>> 1;
    table[byte] = register;
  }
  return table;
};

/** Four tables of 256: table `k` moves a byte over `k` more zero bytes. */
const createSlices = (): Int32Array => {
  const slices = new Int32Array(4 * 256);
  slices.set(createByteTable());
  for (let at = 256; at < slices.length; at++) {
    const before = slices[at - 256] ?? 0;
    slices[at] = (slices[before & 0xff] ?? 0) ^ (before >>> 8);
  }
  return slices;
};

/** For loops that must inline the step: four tables of 256, see `crcOfBytes`. */
export const CRC_SLICES: Int32Array = createSlices();

/** The register after `bytes[start, end)`, from the register before. A whole stream starts and ends with `~`. */
export const crcOfBytes = (register: number, bytes: Uint8Array, start: number, end: number): number => {
  const slices = CRC_SLICES;
  let crc = register;
  let at = start;
  // The tables are total over a byte, so `?? 0` never counts; it only satisfies the checked index.
  for (const stop = end - 3; at < stop; at += 4) {
    crc ^= (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    crc =
      (slices[768 + (crc & 0xff)] ?? 0) ^
      (slices[512 + ((crc >>> 8) & 0xff)] ?? 0) ^
      (slices[256 + ((crc >>> 16) & 0xff)] ?? 0) ^
      (slices[crc >>> 24] ?? 0);
  }
  for (; at < end; at++) crc = (slices[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return crc;
};

/** What `length` zero bytes do to each bit of the register, as 32 registers. */
const createAdvance = (length: number): Int32Array => {
  let power = Int32Array.from({ length: 32 }, (_, bit) => {
    const register = (1 << bit) | 0;
    return (CRC_SLICES[register & 0xff] ?? 0) ^ (register >>> 8);
  });
  let advance = Int32Array.from({ length: 32 }, (_, bit) => (1 << bit) | 0);
  for (let rest = length; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) advance = advance.map((register) => applyAdvance(power, register));
    power = power.map((register) => applyAdvance(power, register));
  }
  return advance;
};

const applyAdvance = (advance: Int32Array, register: number): number => {
  let result = 0;
  for (let bits = register, at = 0; bits !== 0; bits >>>= 1, at++) if (bits & 1) result ^= advance[at] ?? 0;
  return result;
};

/** The register moved over `length` bytes of zero. */
export const crcAdvance = (register: number, length: number): number => applyAdvance(createAdvance(length), register);

/** The same for one length used very often: four tables of 256, one for each byte of the register. */
export const createAdvanceTables = (length: number): Int32Array => {
  const advance = createAdvance(length);
  const tables = new Int32Array(4 * 256);
  for (let at = 0; at < tables.length; at++) tables[at] = applyAdvance(advance, (at & 0xff) << (8 * (at >>> 8)));
  return tables;
};
