import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './open-database.ts';

/** Far more work than any machine does before the test's time is up: only an interrupt ends it. */
const ENDLESS_SQL = 'SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE (a.range * b.range) % 7 = 3';

let tempFolder: string;
beforeEach(() => {
  tempFolder = mkdtempSync(join(tmpdir(), 'milaan-database-'));
});
afterEach(() => rmSync(tempFolder, { recursive: true, force: true }));

const settings = () => ({ threads: 2, memoryBytes: 512e6, tempFolder });

describe('openDatabase', () => {
  it('keeps to the settings and shares tables between its connections', async () => {
    const database = await openDatabase(settings(), new AbortController().signal);
    await database.main.run('CREATE TABLE books AS SELECT 42 AS answer');
    const reader = await database.second.runAndReadAll(
      "SELECT answer, current_setting('threads')::INTEGER, current_setting('memory_limit'), current_setting('temp_directory') FROM main.books",
    );
    expect(reader.getRows()).toEqual([[42, 2, '488.2 MiB', tempFolder]]);
    database.close();
  });

  it('asks for no extension from the network', async () => {
    const database = await openDatabase(settings(), new AbortController().signal);
    await expect(database.main.run("SELECT * FROM 'https://127.0.0.1:9/x.parquet'")).rejects.toThrow(
      /httpfs.*(?:install|load)/i,
    );
    const reader = await database.main.runAndReadAll(
      "SELECT current_setting('autoinstall_known_extensions'), current_setting('allow_community_extensions')",
    );
    expect(reader.getRows()).toEqual([[false, false]]);
    database.close();
  });

  it('spills to its temp folder and leaves nothing there', async () => {
    const database = await openDatabase({ ...settings(), memoryBytes: 256e6 }, new AbortController().signal);
    await database.main.run('CREATE TABLE t AS SELECT range AS n, md5(range::VARCHAR) AS text FROM range(6000000)');
    const reader = await database.main.runAndReadAll(
      'SELECT count(*)::INTEGER FROM (SELECT text FROM t ORDER BY text)',
    );
    expect(reader.getRows()).toEqual([[6_000_000]]);
    expect(readdirSync(tempFolder).length).toBeGreaterThan(0);
    database.close();
    expect(readdirSync(tempFolder)).toEqual([]);
  });

  it('an abort ends the running query and every later one', async () => {
    const abort = new AbortController();
    const database = await openDatabase(settings(), abort.signal);
    // Both are listened to from the start: either may be the first to end.
    const running = [database.main, database.second].map((side) =>
      expect(side.run(ENDLESS_SQL)).rejects.toThrow(/interrupt/i),
    );
    abort.abort('SIGINT');
    await Promise.all(running);
    await expect(database.main.run(ENDLESS_SQL)).rejects.toThrow(/interrupt/i);
    database.close();
  });
});
