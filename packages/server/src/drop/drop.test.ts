import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { createTestServer, type TestServer } from '../testing/test-server.ts';
import { DropFolderInUse } from './drop-folder-in-use.ts';
import { placeFile } from './drop-folders.ts';
import { type Drop, openDrop } from './open-drop.ts';
import { keepsBack, LOOK_MS, watchStableFiles } from './stable-files.ts';

const SAMPLES = fileURLToPath(new URL('../../../cli/samples/', import.meta.url));
const REGISTER = readFileSync(`${SAMPLES}purchases-aug-to-oct-2026.csv`);
const STATEMENTS = ['27AAACA1111A1ZS-092026', '27AAACA1111A1ZS-102026', '29AAACA1111A1ZO-102026'];
const INIT =
  'pan,pullReturnPeriodStart,pullReturnPeriodEnd,reconReturnPeriodStart,reconReturnPeriodEnd\nAAACA1111A,102026,102026,102026,102026\n';
/** Real jobs in processes of their own, on a machine that may be busy. */
const PATIENCE = { timeout: 90_000, interval: 50 };

let milaan: TestServer;
let folder: string;
let drop: Drop | null = null;
beforeAll(async () => {
  milaan = await createTestServer({ runsWorkflows: true, settings: { tokenLifetimeMs: null } });
}, 60_000);
afterAll(() => milaan?.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'milaan-drop-'));
  const logged = milaan.lines.length;
  onTestFailed(() => console.error(milaan.lines.slice(logged).join('')));
});
afterEach(async () => {
  await drop?.close();
  drop = null;
  rmSync(folder, { recursive: true, force: true });
});

const IN = { batch: ['INPUT', 'BATCH'], init: ['INPUT', 'INIT'], done: ['INPUT', 'DONE'] } as const;
const put = (where: keyof typeof IN, name: string, content: string | Buffer) => {
  mkdirSync(join(folder, ...IN[where]), { recursive: true });
  writeFileSync(join(folder, ...IN[where], name), content);
};
const names = (...path: readonly string[]) => readdirSync(join(folder, ...path)).sort();
const output = (kind: string) => names('OUTPUT', kind);
const textOf = (kind: string, name: string) => readFileSync(join(folder, 'OUTPUT', kind, name), 'utf8');
const underWay = () => names('.milaan').filter((name) => !['client', 'milaan.pid'].includes(name));
const open = async (workspace = folder, app = milaan.app) => {
  drop = await openDrop({ folder, workspace }, app, milaan.server);
};
/** Looks again and again until something is so. */
const until = (what: () => unknown) =>
  expect.poll(() => {
    // Only when it is at rest, so that its time does not run away from that of the jobs.
    if (milaan.clock.sleepers > 0) milaan.clock.advance(LOOK_MS);
    return what();
  }, PATIENCE);
const untilDone = () => until(() => [...names(...IN.batch), ...names(...IN.init), ...underWay()]).toEqual([]);

describe('a drop', () => {
  it('takes files in, runs the triggers after them, and brings the results', async () => {
    put('batch', 'purchases.csv', REGISTER);
    for (const name of STATEMENTS)
      put('batch', `gstr2b-${name}.json`, readFileSync(`${SAMPLES}gstr2b/gstr2b-${name}.json`));
    put('init', 'october.csv', INIT);
    await open();
    await untilDone();
    expect(output('GENERATION_ERROR').map((name) => textOf('GENERATION_ERROR', name))).toEqual([]);
    expect(output('VENDOR_FILE')).toEqual(['october-suppliers.jsonl.gz']);
    expect(output('RECON_RESULT')).toEqual(['october-report.xlsx', 'october-results.jsonl.gz']);
    const results = gunzipSync(readFileSync(join(folder, 'OUTPUT', 'RECON_RESULT', 'october-results.jsonl.gz')));
    expect(String(results).trim().split('\n').length).toBeGreaterThan(10);
    expect(names(...IN.batch)).toEqual([]);
    expect(names(...IN.done)).toHaveLength(5);
    expect(readFileSync(join(folder, ...IN.done, 'purchases.csv'))).toEqual(REGISTER);
    // The same once more, while the first results are still there: nothing of them is replaced.
    put('init', 'october.csv', INIT);
    await until(() => output('VENDOR_FILE')).toEqual(
      ['october-suppliers (2).jsonl.gz', 'october-suppliers.jsonl.gz'].sort(),
    );
    await untilDone();
    expect(names(...IN.done)).toContain('october (2).csv');
  }, 180_000);

  it('says what was wrong with a file, a row, a trigger, and an INIT file', async () => {
    const [header = '', first = ''] = String(REGISTER).split(/\r?\n/);
    put('batch', 'half.csv', `${header}\n${first}\n${first.replace(/\d\d-\d\d-2026/, '31-31-2026')}\n`);
    put('batch', 'nonsense.csv', 'this is, no register\n1,2\n');
    put('init', 'wrong.csv', 'pan\nABCDE1234F\nNOPAN\n');
    put('init', 'unreadable.csv', 'pan,colour\nABCDE1234F,red\n');
    await open();
    await untilDone();
    expect(output('UPLOAD_ERROR')).toEqual(['half.errors.csv', 'nonsense.errors.csv']);
    expect(textOf('UPLOAD_ERROR', 'half.errors.csv')).toContain('Error Message');
    expect(textOf('UPLOAD_ERROR', 'nonsense.errors.csv')).toMatch(
      /^File,No\. of Errors,Error Message\r\n"nonsense\.csv",1,"/,
    );
    expect(output('GENERATION_ERROR')).toEqual([
      'unreadable-errors.csv',
      'wrong-row1-errors.csv',
      'wrong-row2-errors.csv',
    ]);
    expect(textOf('GENERATION_ERROR', 'unreadable-errors.csv')).toContain('colour');
    expect(textOf('GENERATION_ERROR', 'wrong-row1-errors.csv')).toContain('No reconciliation is configured');
    expect(textOf('GENERATION_ERROR', 'wrong-row2-errors.csv')).toMatch(/NOPAN,1,".*pan/);
    expect(names(...IN.done)).toEqual(['half.csv', 'nonsense.csv', 'unreadable.csv', 'wrong.csv']);
  }, 120_000);

  it('goes on after a crash at any point, and does nothing twice', async () => {
    put('batch', 'purchases.csv', REGISTER);
    // Of every other call the answer never comes, as when the process ends between an effect and the note of it.
    let calls = 0;
    const cutOff: typeof milaan.app = {
      ...milaan.app,
      fetch: async (request, arrival) => {
        const answer = await milaan.app.fetch(request, arrival);
        if (request.method === 'POST' && calls++ % 2 === 0) throw new Error('cut off');
        return answer;
      },
    };
    for (let starts = 0; starts < 12; starts++) {
      await open('crashing', cutOff);
      for (let looks = 0; looks < 7; looks++) {
        await expect.poll(() => milaan.clock.sleepers).toBeGreaterThan(0);
        milaan.clock.advance(LOOK_MS);
      }
      await drop?.close();
      drop = null;
    }
    await open('crashing');
    await untilDone();
    expect(calls).toBeGreaterThan(1);
    expect(names(...IN.done)).toEqual(['purchases.csv']);
    const taken = await milaan.state.db
      .selectFrom('ingestion')
      .innerJoin('workspace', 'workspace.id', 'ingestion.workspaceId')
      .select('ingestion.status')
      .where('workspace.name', '=', 'crashing')
      .execute();
    expect(taken).toEqual([{ status: 'ACTIVITY_COMPLETED' }]);
    const clients = await milaan.state.db
      .selectFrom('client')
      .innerJoin('workspace', 'workspace.id', 'client.workspaceId')
      .select('client.id')
      .where('workspace.name', '=', 'crashing')
      .execute();
    expect(clients).toHaveLength(1);
  }, 120_000);

  it('keeps triggers back while a register that was dropped before them is being written', async () => {
    put('batch', 'growing.csv', 'this is, no');
    put('batch', 'whole.csv', 'this is, no register\n1,2\n');
    put('init', 'after.csv', 'pan\nABCDE1234F\n');
    await open('growing');
    // It grows before each look.
    await expect
      .poll(() => {
        appendFileSync(join(folder, ...IN.batch, 'growing.csv'), ' register');
        milaan.clock.advance(LOOK_MS);
        return names(...IN.done);
      }, PATIENCE)
      .toEqual(['whole.csv']);
    expect(names(...IN.init)).toEqual(['after.csv']);
    await untilDone();
    expect(names(...IN.done)).toEqual(['after.csv', 'growing.csv', 'whole.csv']);
  }, 120_000);

  it('takes a file in again, whole, whose sender had only paused, and only then begins what waits for it', async () => {
    const [header = '', first = '', second = ''] = String(REGISTER).split(/\r?\n/);
    put('batch', 'slow.csv', `${header}\n${first}\n`);
    put('init', 'after.csv', 'pan\nABCDE1234F\n');
    const sender = openSync(join(folder, ...IN.batch, 'slow.csv'), 'a');
    const logged = milaan.lines.length;
    const calls = () =>
      [
        ...milaan.lines
          .slice(logged)
          .join('')
          .matchAll(/ingestPurchaseFile|triggerWorkflow/g),
      ].map(([call]) => call);
    await open('slow');
    await until(calls).toEqual(['ingestPurchaseFile']);
    writeSync(sender, `${second}\n`);
    closeSync(sender);
    await untilDone();
    expect(calls()).toEqual(['ingestPurchaseFile', 'ingestPurchaseFile', 'triggerWorkflow']);
    expect(names(...IN.done)).toEqual(['after.csv', 'slow.csv']);
    const taken = await milaan.state.db
      .selectFrom('ingestion')
      .innerJoin('workspace', 'workspace.id', 'ingestion.workspaceId')
      .select('ingestion.stats')
      .where('workspace.name', '=', 'slow')
      .orderBy('ingestion.id')
      .execute();
    expect(taken.map(({ stats }) => stats[0]?.validRows).at(-1)).toBe(2);
  }, 120_000);

  it('leaves a claim that was cut off before the file was moved to the next look', async () => {
    mkdirSync(join(folder, '.milaan', '01K5QZ3V9T8R7M6N5P4Q3S2T1V'), { recursive: true });
    const task = { id: '01K5QZ3V9T8R7M6N5P4Q3S2T1V', kind: 'init', name: 'a.csv' };
    writeFileSync(join(folder, '.milaan', task.id, 'task.json'), JSON.stringify(task));
    await open();
    expect(underWay()).toEqual([]);
  });

  it('goes on while the drop of another folder works in the same workspace', async () => {
    await open('shared');
    const other = await openDrop({ folder: join(folder, 'other'), workspace: 'shared' }, milaan.app, milaan.server);
    try {
      put('init', 'wrong.csv', 'pan\nNOPAN\n');
      await untilDone();
      expect(output('GENERATION_ERROR')).toEqual(['wrong-errors.csv']);
    } finally {
      await other.close();
    }
  });

  it('belongs to one process at a time', async () => {
    await open();
    mkdirSync(join(folder, 'other', '.milaan'), { recursive: true });
    writeFileSync(join(folder, 'other', '.milaan', 'milaan.pid'), String(process.ppid));
    const second = openDrop({ folder: join(folder, 'other'), workspace: 'x' }, milaan.app, milaan.server);
    await expect(second).rejects.toThrow(DropFolderInUse);
  });
});

it('an export that came out empty is told to its sender, and does not go by in silence', async () => {
  put('batch', 'purchases.csv', '');
  await open();
  await untilDone();
  expect(textOf('UPLOAD_ERROR', 'purchases.errors.csv')).toContain('The file is empty');
  expect(names(...IN.done)).toEqual(['purchases.csv']);
}, 120_000);

describe('files that are still being written', () => {
  const path = (name: string) => join(folder, name);
  const namesIn = (seen: readonly { readonly name: string }[]) => seen.map(({ name }) => name);

  it('wait until they have rested for ten seconds', async () => {
    const files = watchStableFiles(folder);
    writeFileSync(path('a.csv'), 'half');
    const stillGrows = { stable: [], growing: [{ name: 'a.csv', since: 1 }] };
    // A copy over a slow network stands still for some seconds, too.
    for (let number = 1; number <= 10_000 / LOOK_MS; number++)
      expect(await files.look(number)).toMatchObject(stillGrows);
    appendFileSync(path('a.csv'), ' and half');
    for (let number = 6; number <= 10; number++) expect(await files.look(number)).toMatchObject(stillGrows);
    expect(await files.look(11)).toMatchObject({ stable: [{ name: 'a.csv', since: 1 }], growing: [] });
  });

  it('wait while they have the names of unfinished files, or are no files', async () => {
    for (const name of ['.hidden', '~$a.xlsx', 'a.csv.part', 'b.crdownload', 'c.tmp']) writeFileSync(path(name), 'x');
    mkdirSync(path('folder.csv'));
    symlinkSync('/etc/hostname', path('link.csv'));
    const files = watchStableFiles(folder);
    const nothing = { stable: [], growing: [] };
    expect([await files.look(1), await files.look(9)]).toEqual([nothing, nothing]);
  });

  it('keep back the triggers that came with them or later, and no others', () => {
    const trigger = { name: 'init.csv', since: 5 };
    const since = (look: number) => ({ name: 'register.csv', since: look });
    expect([4, 5, 6].map((look) => keepsBack(since(look), trigger))).toEqual([true, true, false]);
  });

  it('wait for a minute while they are empty, and then count as they are', async () => {
    writeFileSync(path('empty.csv'), '');
    const files = watchStableFiles(folder);
    const looks: string[] = [];
    for (let number = 1; number <= 40; number++) {
      const { stable, growing } = await files.look(number);
      looks.push(`${namesIn(stable)} ${namesIn(growing)}`);
    }
    expect(looks.slice(0, 60_000 / LOOK_MS)).toEqual(Array.from({ length: 30 }, () => ' empty.csv'));
    expect(new Set(looks.slice(60_000 / LOOK_MS))).toEqual(new Set(['empty.csv ']));
  });
});

describe('placing a file', () => {
  const draft = (text: string) => {
    writeFileSync(join(folder, 'draft'), text);
    return join(folder, 'draft');
  };
  it('replaces nothing', async () => {
    const target = mkdtempSync(join(folder, 'target-'));
    for (const text of ['first', 'second', 'third']) await placeFile(draft(text), target, 'a.tar.gz');
    expect(readdirSync(target).sort()).toEqual(['a (2).tar.gz', 'a (3).tar.gz', 'a.tar.gz']);
    expect(readFileSync(join(target, 'a.tar.gz'), 'utf8')).toBe('first');
  });

  it('that was cut off after it was done is not done twice, and before it is done', async () => {
    const target = mkdtempSync(join(folder, 'target-'));
    await placeFile(draft('x'), target, 'a');
    expect(await placeFile(draft('x'), target, 'a', async () => {}, 'a')).toBe('a');
    expect(await placeFile(draft('xx'), target, 'a', async () => {}, 'a')).toBe('a (2)');
    expect(await placeFile(draft('x'), target, 'b', async () => {}, 'b')).toBe('b');
    expect(readdirSync(target)).toEqual(['a', 'a (2)', 'b']);
  });
});
