/** Copying goes by words of four bytes and may run over the end by three. */
const SLACK = 4;

/** UTF-8 text, and a view of it that takes words at any place. */
export interface ByteText {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Without the slack. */
  readonly length: number;
}

/** Room for `length` bytes that begins with `content`; what stands behind it is not cleared. */
export const createByteText = (length: number, content: Uint8Array = new Uint8Array(0)): ByteText => {
  const { buffer } = Buffer.allocUnsafeSlow(length + SLACK);
  const bytes = new Uint8Array(buffer);
  bytes.set(content);
  return { bytes, view: new DataView(buffer), length };
};

/**
 * Copies `[start, end)` and gives its length; up to three bytes behind the copy are overwritten. For the short texts
 * that lines are made of it is several times as fast as a native copy or a loop over bytes.
 */
export const copyText = (to: ByteText, at: number, from: ByteText, start: number, end: number): number => {
  const target = to.view;
  const source = from.view;
  for (let k = start; k < end; k += 4) target.setInt32(at + k - start, source.getInt32(k, true), true);
  return end - start;
};
