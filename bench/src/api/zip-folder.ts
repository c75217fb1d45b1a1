import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

interface Entry {
  readonly name: Buffer;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly offset: number;
}

/** Version, flags, method, time and date, then checksum and sizes: what both headers of an entry share. */
const factsOf = ({ name, crc, packedBytes, bytes }: Entry): Buffer => {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(8, 4);
  facts.writeUInt32LE(crc, 10);
  facts.writeUInt32LE(packedBytes, 14);
  facts.writeUInt32LE(bytes, 18);
  facts.writeUInt16LE(name.length, 22);
  return facts;
};

const directoryOf = (entry: Entry): Buffer => {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(entry.offset, 10);
  return Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), factsOf(entry), rest, entry.name]);
};

/** Packs the files of a folder into one ZIP, as a person does with the downloads of the portal. */
export function zipFolder(folder: string, path: string): void {
  const file = openSync(path, 'w');
  try {
    const entries: Entry[] = [];
    let offset = 0;
    for (const fileName of readdirSync(folder).sort()) {
      const bytes = readFileSync(join(folder, fileName));
      const packed = deflateRawSync(bytes, { level: 1 });
      const facts = { crc: crc32(bytes), packedBytes: packed.length, bytes: bytes.length };
      const entry: Entry = { ...facts, name: Buffer.from(fileName), offset };
      entries.push(entry);
      for (const part of [Buffer.from('PK\u0003\u0004', 'latin1'), factsOf(entry), entry.name, packed])
        offset += writeSync(file, part);
    }
    const directory = Buffer.concat(entries.map(directoryOf));
    const end = Buffer.alloc(22);
    end.write('PK\u0005\u0006', 'latin1');
    end.writeUInt16LE(entries.length, 8);
    end.writeUInt16LE(entries.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(offset, 16);
    writeSync(file, directory);
    writeSync(file, end);
  } finally {
    closeSync(file);
  }
}
