import { decodeText, detectEncoding } from '../bytes/encoding.ts';
import type { FileHead } from '../bytes/file-kind.ts';
import { LIMITS } from '../bytes/limits.ts';
import { InputRefused } from '../input-refused.ts';
import { readJsonKeys, readJsonRows } from './json-rows.ts';
import { type Register, refuseWidth } from './register.ts';

/** Keys that only files of the portal have. */
const PORTAL_KEYS = new Set([
  'docdata',
  'rtnprd',
  'b2b',
  'itcsumm',
  'cpsumm',
  'chksum',
  'ctin',
  'gstin_rtnprd',
  'fileCount',
  'fc',
]);

/** Opens a register of JSON records. */
export const openJson = async (path: string, { head, bytes }: FileHead): Promise<Register> => {
  const detected = detectEncoding(head);
  if (detected === null || detected.encoding.startsWith('utf-16'))
    throw new InputRefused('ENCODING_UNKNOWN', path, 'JSON must be UTF-8.', { hint: 'Save it as UTF-8.' });
  const text = decodeText(head, detected);
  const titles = await readJsonKeys(path, path, text);
  if (/"(?:docdata|docRejdata|itcsumm|rtnprd)"\s*:/.test(text) || titles.some((key) => PORTAL_KEYS.has(key)))
    throw new InputRefused(
      'FILE_NOT_RECOGNISED',
      path,
      'This looks like a GSTR-2A or 2B file, not a purchase register.',
      {
        hint: 'Give it with --portal.',
      },
    );
  if (titles.length === 0)
    throw new InputRefused('FILE_NOT_RECOGNISED', path, 'The JSON holds no array of objects, and no lines of objects.');
  if (titles.length > LIMITS.columns) throw refuseWidth(path, titles.length);
  return {
    file: path,
    bytes,
    format: 'JSON',
    encoding: 'utf-8',
    delimiter: null,
    sheet: null,
    headerRow: 0,
    titles,
    plainCsv: null,
    rows: (onBytes) => readJsonRows(path, path, text, titles, onBytes),
  };
};
