import { inflateRawSync } from 'node:zlib';

const CENTRAL_ENTRY = Buffer.from('PK\x01\x02', 'latin1');
const DEFLATED = 8;

/** The texts of the files of a ZIP archive as this project writes it, with a central directory at its end. */
export function textsInZip(zip: Buffer): readonly string[] {
  const texts: string[] = [];
  for (let at = zip.indexOf(CENTRAL_ENTRY); at !== -1; at = zip.indexOf(CENTRAL_ENTRY, at + 46)) {
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    texts.push((zip.readUInt16LE(at + 10) === DEFLATED ? inflateRawSync(packed) : packed).toString());
  }
  return texts;
}
