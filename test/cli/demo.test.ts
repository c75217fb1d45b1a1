import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestFolder, listFiles, readJsonLines } from '../support/folders.ts';
import { runMilaanProcess } from '../support/milaan-process.ts';

const LABELS = ['Exact', 'Within tolerance', 'Probable', 'Mismatch', 'Only in the books', 'Only on the portal'];
const STATUSES = ['400', '401', '402', '409', '429', '500', '502', '503', '504'];

describe('milaan demo', () => {
  it('runs the whole job through the API and says where everything is', async () => {
    const folder = createTestFolder();
    const { code, stdout } = await runMilaanProcess(['demo'], { cwd: folder });
    expect(code).toBe(0);
    for (const label of LABELS) expect(stdout).toContain(label);
    for (const status of STATUSES) expect(stdout).toMatch(new RegExp(`^${status} +[a-z_]+ +(?:yes|no) `, 'm'));
    const out = join(folder, 'milaan-out');
    expect(listFiles(out)).toEqual(
      expect.arrayContaining([
        'rejected rows of purchases-aug-to-oct-2026.csv',
        'report.xlsx',
        'results.jsonl.gz',
        'samples/purchases-aug-to-oct-2026.csv',
        'suppliers.jsonl.gz',
      ]),
    );
    expect(readJsonLines(join(out, 'results.jsonl.gz')).length).toBeGreaterThan(40);
  });
});
