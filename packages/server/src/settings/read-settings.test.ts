import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSettings, SettingsRefused } from './read-settings.ts';
import { SETTING_NAMES, SETTINGS } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileWith = (text: string): string => {
  const path = join(folder, 'milaan.json');
  writeFileSync(path, text);
  return path;
};
const faultsOf = (sources: Partial<Parameters<typeof readSettings>[0]>): readonly string[] => {
  try {
    readSettings({ flags: {}, env: {}, file: null, ...sources });
    return [];
  } catch (error) {
    return error instanceof SettingsRefused ? error.faults : [String(error)];
  }
};

describe('readSettings', () => {
  it('needs nothing', () => {
    expect(readSettings({ flags: {}, env: {}, file: null })).toMatchObject({ host: '127.0.0.1', port: 8080 });
  });

  it('puts flags before the environment, and the environment before the file', () => {
    const file = fileWith('{"port":1,"host":"file","logLevel":"warn","corsOrigins":["https://a.example"]}');
    const env = { MILAAN_PORT: '2', MILAAN_HOST: 'env', MILAAN_LOG_LEVEL: '' };
    const settings = readSettings({ flags: { port: '3' }, env, file });
    expect(settings).toMatchObject({ port: 3, host: 'env', logLevel: 'warn', corsOrigins: ['https://a.example'] });
  });

  it('says everything that is wrong at once, and where it was said', () => {
    const file = fileWith('{"prot":1,"concurrency":0}');
    expect(faultsOf({ flags: { port: 'http' }, env: { DATABASE_URL: 'mysql://x' }, file })).toEqual([
      `${file}: there is no setting "prot".`,
      '--port must be a whole number from 0 to 65535.',
      'DATABASE_URL must be postgres://user:password@host/database.',
      `${file}: concurrency must be at least 1.`,
    ]);
  });

  it.each([
    ['port', null],
    ['port', ''],
    ['port', true],
    ['port', [8080]],
    ['port', '1e3'],
    ['tokenHours', ''],
    ['concurrency', 1.5],
  ])('takes nothing but a number for a number: %s %j', (name, value) => {
    const file = fileWith(JSON.stringify({ [name]: value }));
    expect(faultsOf({ file })).toEqual([
      expect.stringMatching(`: ${name} must be a whole number from \\d+ to \\d+\\.$`),
    ]);
  });

  it('says every fault in words of its own', () => {
    const values = { host: 5, dataDir: '', corsOrigins: [1], logLevel: 'verbose', otlpEndpoint: 'foo', jobMemory: 4 };
    for (const fault of faultsOf({ file: fileWith(JSON.stringify(values)) })) expect(fault).toMatch(/: \w+ must /);
  });

  it.each(['https://a.example/', 'a.example', 'https://a.example/x', 'HTTPS://a.example', 'https://a.example:443'])(
    'refuses %s as an origin, which no browser sends',
    (origin) => expect(faultsOf({ flags: { corsOrigins: `https://b.example,${origin}` } })).toHaveLength(1),
  );

  it.each(['', '*', 'https://a.example, http://localhost:3000', 'chrome-extension://abcdef'])(
    'takes the origins %j',
    (list) => expect(faultsOf({ flags: { corsOrigins: list } })).toEqual([]),
  );

  it('refuses half of what S3 needs', () => {
    expect(faultsOf({ env: { MILAAN_S3_ENDPOINT: 'http://s3:7070' } })).toEqual([
      'MILAAN_S3_BUCKET must be set, since MILAAN_S3_ENDPOINT is.',
    ]);
    expect(faultsOf({ env: { MILAAN_S3_BUCKET: 'milaan', MILAAN_S3_ACCESS_KEY_ID: 'id' } })).toEqual([
      'MILAAN_S3_ACCESS_KEY_ID and MILAAN_S3_SECRET_ACCESS_KEY must be set together, or neither.',
    ]);
  });

  it('reads a file that begins with a byte order mark', () => {
    expect(readSettings({ flags: {}, env: {}, file: fileWith('\uFEFF{"port":9000}') }).port).toBe(9000);
  });

  it('never repeats a secret', () => {
    expect(faultsOf({ env: { DATABASE_URL: 'hunter2' } }).join()).not.toContain('hunter2');
  });

  it.each(['', '[]', 'null', '{'])('refuses the file %j', (text) => {
    expect(faultsOf({ file: fileWith(text) })).toEqual([expect.stringContaining('is not a JSON object')]);
  });

  it('has one flag and one variable for each setting', () => {
    for (const part of ['flag', 'env'] as const) {
      expect(new Set(SETTING_NAMES.map((name) => SETTINGS[name][part])).size).toBe(SETTING_NAMES.length);
    }
  });
});
