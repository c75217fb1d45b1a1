import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '../injected/fake-clock.ts';
import { listenLocally } from '../testing/listen-locally.ts';
import { KNOWN_CODES, outcomeOf } from './error-outcomes.ts';
import { createGovtDataSource } from './govt-data-source.ts';
import { ProviderFileRefused, readProviderFile } from './provider-file.ts';

const GSTIN = '27AAACA1111A1ZS';
const WANTED = { workspaceId: 'ws_1', gstin: GSTIN, returnPeriod: '102026', side: 'GSTR_2B' } as const;
const GSTR_2A = { ...WANTED, side: 'GSTR_2A' } as const;

type Scripted = (request: IncomingMessage, response: ServerResponse, query: URLSearchParams) => void;

let server: Server;
let port: number;
let script: Scripted;
let asked: URLSearchParams[];
let folder: string;
let file: string;
let clock: FakeClock;
const never = new AbortController().signal;

beforeAll(async () => {
  server = createServer((request, response) => {
    const query = new URL(String(request.url), 'http://x').searchParams;
    asked.push(query);
    script(request, response, query);
  });
  port = await listenLocally(server);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
  clock = createFakeClock();
  folder = mkdtempSync(join(tmpdir(), 'milaan-provider-'));
  file = join(folder, 'provider.json');
  const base = `http://127.0.0.1:${port}`;
  writeFileSync(
    file,
    JSON.stringify({
      gstr2b: `${base}/gstr2b/all?gstin={gstin}&rtnprd={period}&filenum={page}`,
      gstr2a: `${base}/gstr2a/{section}/{year}/{month}?section={section}&gstin={gstin}`,
      headers: { client_id: 'me', state_cd: '{stateCode}' },
      registrations: { [GSTIN]: { headers: { txn: 'session-1' } } },
      timeoutSeconds: 1,
    }),
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Scripted =>
  (_, response) =>
    void response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
const statement = (more: object = {}) => ({
  status_cd: '1',
  data: { chksum: 'x', data: { gstin: GSTIN, rtnprd: '102026', gendt: '14-11-2026', docdata: { b2b: [] }, ...more } },
});
const fetched = (wanted: typeof WANTED | typeof GSTR_2A = WANTED) =>
  createGovtDataSource(file, clock).fetch(wanted, folder, never);
const failure = async (wanted: typeof WANTED | typeof GSTR_2A = WANTED) =>
  fetched(wanted).then(
    (paths) => `no failure, but ${paths.length} files`,
    (error: { problem?: { code: string } }) => error.problem?.code ?? String(error),
  );
const statementsIn = (paths: readonly string[]) => JSON.parse(readFileSync(String(paths[0]), 'utf8'));

describe('a statement', () => {
  it('comes as it was sent, asked for with the headers of its registration', async () => {
    let headers: IncomingMessage['headers'] = {};
    const text = '{"data":{"gstin":"27AAACA1111A1ZS","rtnprd":"102026","docdata":{"b2b":[{"val":1.10}]}}}';
    script = (request, response) => {
      headers = request.headers;
      response.end(text);
    };
    const paths = await fetched();
    expect(paths).toEqual([join(folder, `gstr2b-${GSTIN}-102026.json`)]);
    expect(readFileSync(String(paths[0]), 'utf8')).toBe(`[${text}]`);
    expect(headers).toMatchObject({ client_id: 'me', state_cd: '27', txn: 'session-1' });
    expect(Object.fromEntries(asked[0] ?? [])).toEqual({ gstin: GSTIN, rtnprd: '102026', filenum: '' });
  });

  it('of several pages comes whole, whether the first answer is a page or announces them', async () => {
    script = (request, response, query) =>
      json(
        200,
        statement({ fc: 3, docdata: query.get('filenum') === '' ? undefined : { b2b: [query.get('filenum')] } }),
      )(request, response, query);
    expect(statementsIn(await fetched())).toHaveLength(4);
    expect(asked.map((query) => query.get('filenum'))).toEqual(['', '1', '2', '3']);
    asked = [];
    script = json(200, statement({ fc: 2 }));
    expect(statementsIn(await fetched())).toHaveLength(2);
    expect(asked.map((query) => query.get('filenum'))).toEqual(['', '2']);
  });

  it('of which a page is missing is incomplete, and no file of it stays', async () => {
    script = (request, response, query) =>
      json(
        200,
        query.get('filenum') === '2' ? { status_cd: '0', error: { error_cd: 'RET13509' } } : statement({ fc: 3 }),
      )(request, response, query);
    expect(await failure()).toBe('govt_data_incomplete');
    expect(readdirSync(folder)).toEqual(['provider.json']);
  });

  it('that has no documents says so; one that is not there is no file', async () => {
    script = json(200, { status_cd: '0', error: { error_cd: 'RET13510', message: 'No document found' } });
    expect(statementsIn(await fetched())).toEqual([{ data: { gstin: GSTIN, rtnprd: '102026', docdata: {} } }]);
    for (const code of ['RET2B1018', 'RET2B1023', 'GTR2B-001', 'GTR2B-002']) {
      script = json(200, { status_cd: '0', error: { error_cd: code } });
      expect(await fetched()).toEqual([]);
    }
  });

  it('that is being made, or of a provider that is busy, is asked for again', async () => {
    for (const busy of [
      json(200, { status_cd: '0', error: { error_cd: 'RTN_24' } }),
      json(429, '', { 'retry-after': '7' }),
    ]) {
      asked = [];
      script = (...call) => (asked.length < 3 ? busy(...call) : json(200, statement())(...call));
      const coming = fetched();
      for (const wait of [1, 2]) {
        await expect.poll(() => clock.sleepers).toBe(1);
        expect(asked).toHaveLength(wait);
        clock.advance(60_000);
      }
      expect(await coming).toHaveLength(1);
    }
  });

  it('that is never made is too slow in the end', async () => {
    script = json(200, { error: { error_cd: 'RTN_24' } });
    const failing = failure();
    for (let waits = 0; waits < 5; waits++) {
      await expect.poll(() => clock.sleepers).toBe(1);
      clock.advance(60_000);
    }
    expect(await failing).toBe('upstream_timeout');
    expect(asked).toHaveLength(6);
  });

  it('of the 2A comes section by section, and sections without documents are passed over', async () => {
    script = (request, response, query) =>
      json(
        200,
        query.get('section') === 'B2B'
          ? { data: { b2b: [{ ctin: 'x' }] } }
          : { status_cd: '0', error: { error_cd: 'RET11416' } },
      )(request, response, query);
    expect(statementsIn(await fetched(GSTR_2A))).toEqual([{ gstin: GSTIN, fp: '102026', b2b: [{ ctin: 'x' }] }]);
    expect(asked.length).toBeGreaterThan(8);
  });
});

it('a 2A of which a later section is not there yet is no statement', async () => {
  script = (request, response, query) =>
    json(
      200,
      query.get('section') === 'B2B'
        ? { data: { b2b: [{ ctin: 'x' }] } }
        : { status_cd: '0', error: { error_cd: 'RET2B1018' } },
    )(request, response, query);
  expect(await failure(GSTR_2A)).toBe('upstream_invalid_response');
});

describe('what goes wrong', () => {
  const cases: readonly (readonly [string, Scripted, string])[] = [
    [
      'a session that ended',
      json(200, { status_cd: '0', error: { error_cd: 'AUTH4033', message: 'Invalid Session' } }),
      'gstn_session_required',
    ],
    [
      'a session that ended, as JSON in a text',
      json(400, { status_cd: '0', status_desc: '{"error_cd":"AUTH4038"}' }),
      'gstn_session_required',
    ],
    ['a one-time password that is asked for', json(200, { errorCode: 'RETOTPREQUEST' }), 'gstn_session_required'],
    ['401', json(401, 'go away'), 'gstn_session_required'],
    ['403', json(403, ''), 'gstn_access_denied'],
    ['access by API that is off', json(200, { status_cd: '0', error: { error_cd: 'AUTH4037' } }), 'gstn_access_denied'],
    ['a GSTIN of somebody else', json(200, { error: { code: 'RET2B1010' } }), 'gstn_access_denied'],
    ['an account without credit', json(402, {}), 'quota_exhausted'],
    [
      'a code that nobody knows',
      json(200, { status_cd: '0', error: { error_cd: 'XYZ123' } }),
      'upstream_invalid_response',
    ],
    ['500', json(500, 'Internal Server Error'), 'upstream_invalid_response'],
    ['404', json(404, { message: 'not found' }), 'upstream_invalid_response'],
    ['a page of HTML', json(200, '<html>Welcome</html>'), 'upstream_invalid_response'],
    ['nothing', json(200, ''), 'upstream_invalid_response'],
    ['half of an answer', json(200, '{"data":{"gstin":"27AAACA11'), 'upstream_invalid_response'],
    ['an answer about nothing', json(200, { status_cd: '1', data: { message: 'ok' } }), 'upstream_invalid_response'],
    [
      'bytes that are no text',
      (_, response) => void response.end(Buffer.from([123, 0xff, 0xfe])),
      'upstream_invalid_response',
    ],
    [
      'the statement of another registration',
      json(200, statement({ gstin: '29AAACA1111A1ZO' })),
      'upstream_invalid_response',
    ],
    ['the statement of another period', json(200, statement({ rtnprd: '092026' })), 'upstream_invalid_response'],
    [
      'a statement that looks like a GSTR-3B',
      json(200, { data: { gstin: GSTIN, ret_period: '102026', sup_details: {} } }),
      'upstream_invalid_response',
    ],
    ['more pages than there can be', json(200, statement({ fc: 1e9 })), 'upstream_invalid_response'],
    [
      'a redirect, which would take the headers along',
      json(302, '', { location: 'http://127.0.0.1:1/' }),
      'upstream_invalid_response',
    ],
    ['a connection that ends', (request) => void request.socket.destroy(), 'upstream_invalid_response'],
    ['an answer that never comes', () => {}, 'upstream_timeout'],
    ['an answer that never ends', (_, response) => void response.write('{"data":'), 'upstream_timeout'],
  ];
  it.each(cases)('%s', async (_, scripted, code) => {
    script = scripted;
    expect(await failure()).toBe(code);
    expect(readdirSync(folder)).toEqual(['provider.json']);
  });

  it('an answer without end is not taken in', async () => {
    writeFileSync(file, readFileSync(file, 'utf8').replace('"timeoutSeconds":1', '"timeoutSeconds":300'));
    script = (_, response) => {
      const piece = ' '.repeat(1024 * 1024);
      const more = () => {
        while (response.write(piece));
      };
      response.on('drain', more).on('error', () => {});
      more();
    };
    expect(await failure()).toBe('upstream_invalid_response');
  });

  it('ends with the reason of the signal when nobody wants the answer any more', async () => {
    const ending = new AbortController();
    script = () => ending.abort(new Error('cancelled'));
    await expect(createGovtDataSource(file, clock).fetch(WANTED, folder, ending.signal)).rejects.toThrow('cancelled');
  });
});

describe('the file of a provider', () => {
  it('may change at any time: sessions are renewed by writing it', async () => {
    let txn: string | undefined;
    script = (request, ...rest) => {
      txn = String(request.headers.txn);
      json(200, statement())(request, ...rest);
    };
    await fetched();
    writeFileSync(file, readFileSync(file, 'utf8').replace('session-1', 'session-2'));
    await fetched();
    expect(txn).toBe('session-2');
    writeFileSync(file, '{"gstr2b":');
    expect(await failure()).toBe('upstream_invalid_response');
  });

  it('says what is wrong with it, without what stands in it', async () => {
    writeFileSync(file, JSON.stringify({ gstr2b: 'ftp://secret' }));
    await expect(readProviderFile(file)).rejects.toThrow(/gstr2b must be an address/);
    await expect(readProviderFile(file)).rejects.not.toThrow(/secret/);
    await expect(readProviderFile(join(folder, 'none'))).rejects.toThrow(ProviderFileRefused);
  });

  it('may lack a kind of statement: then there is none', async () => {
    writeFileSync(file, JSON.stringify({ gstr2b: 'http://127.0.0.1:1/' }));
    expect(await fetched(GSTR_2A)).toEqual([]);
  });
});

it('each recorded code has one outcome, however it is written', () => {
  expect(KNOWN_CODES.length).toBe(new Set(KNOWN_CODES).size);
  for (const code of KNOWN_CODES) expect(outcomeOf(` ${code.toLowerCase()} `)).toBe(outcomeOf(code));
  expect(outcomeOf('GTR2B_002')).toBe('notThere');
  expect(outcomeOf('')).toBeNull();
});
