import { problem } from '@milaan/contract';
import { expect, it } from 'vitest';
import { failureOfFiles } from './workflow-failure.ts';

const unreadable = (param: string, reason: string) => problem('file_unreadable', { metadata: { param, reason } });

it('a failure of several files says what is wrong with each', () => {
  const [pdf, page] = [unreadable('a.xlsx', 'it is a PDF'), unreadable('b.xls', 'it is a web page')];
  expect(failureOfFiles([])).toBeNull();
  expect(failureOfFiles([pdf])).toBe(pdf);
  expect(failureOfFiles([pdf, page])).toMatchObject({
    code: 'file_unreadable',
    detail: 'The file a.xlsx cannot be read: it is a PDF. The file b.xls cannot be read: it is a web page.',
    metadata: { param: 'a.xlsx', otherFiles: [{ code: 'file_unreadable', param: 'b.xls' }] },
  });
});
