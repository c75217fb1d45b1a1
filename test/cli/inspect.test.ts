import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestFolder } from '../support/folders.ts';
import { DEMO_REGISTER, runMilaanProcess, TALLY_REGISTER } from '../support/milaan-process.ts';

describe('milaan inspect', () => {
  it('shows every file that can be read, also when others are refused', async () => {
    const folder = createTestFolder();
    const note = join(folder, 'note.md');
    const list = join(folder, 'list.txt');
    writeFileSync(note, '# About\n\nCompare with the GSTR-2B of the month.\n');
    writeFileSync(list, 'milk\nbread\n');
    const { code, stdout, stderr } = await runMilaanProcess(['inspect', note, DEMO_REGISTER, list, TALLY_REGISTER]);
    expect(code).toBe(3);
    expect(stdout).toContain(DEMO_REGISTER);
    expect(stdout).toContain(TALLY_REGISTER);
    expect(stderr).toContain(`${list}: `);
    expect(stderr).toContain(`milaan: ${note}: The first 20 rows hold no row with known column headers`);
  });
});
