import { readFileHead } from '../bytes/file-kind.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { openJson } from './open-json.ts';
import { openText } from './open-text.ts';
import { openXlsx } from './open-xlsx.ts';
import type { Register } from './register.ts';

/**
 * Opens a purchase register: tells what it is from its content and finds its header.
 * @throws InputRefused when it cannot be read at all.
 */
export const openRegister = async (path: string, mapping?: ColumnMapping): Promise<Register> => {
  const head = await readFileHead(path);
  if (head.kind === 'ZIP') return openXlsx(path, head, mapping);
  return head.kind === 'JSON' ? openJson(path, head) : openText(path, head, mapping);
};
