import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET_CONFIG, REQUESTS, SET_CONFIG, SETTINGS, TOKEN } from '../testing/api.ts';
import { createTestServer, type Judged, type SendOptions, type TestServer } from '../testing/test-server.ts';

const NOBODY = '0'.repeat(26);

/**
 * How long an answer takes must not tell whether an id is another's or nobody's. A clock in a test would say little; that
 * both run the same statements and give the same answer says it by the structure. Ids in paths and bodies are in the
 * matrix of `tenants.test.ts`.
 */
describe("an id of another one and an id of nobody's", () => {
  let milaan: TestServer;
  const statements: string[] = [];
  let mine: { token: string; secret: string };
  let theirs: { token: string; secret: string };

  beforeAll(async () => {
    milaan = await createTestServer({ onStatement: (sql) => statements.push(sql) });
    const newCaller = async () => {
      const { secret } = await milaan.newClient();
      return { secret, token: await milaan.tokenOf({ secret }) };
    };
    [mine, theirs] = [await newCaller(), await newCaller()];
    // Their token has been used, so that whatever may be remembered of it is.
    await milaan.send('POST', SET_CONFIG, { token: theirs.token, body: SETTINGS });
    await milaan.send('GET', GET_CONFIG, { token: theirs.token });
  });
  afterAll(() => milaan.close());

  const blank = ({ status, body }: Judged) => [status, body.replace(/req_\w+/g, 'req')] as const;
  const seen = async (method: string, path: string, options: SendOptions) => {
    statements.length = 0;
    const answer = blank(await milaan.send(method, path, options));
    return { answer, statements: [...statements] };
  };

  /** Every place of a served operation where an id can stand, with the requests that differ in whose id it is. */
  const withId = (credential: string, id: string) => credential.replace(/_[0-9A-Z]{26}_/, `_${id}_`);
  const idOf = (credential: string) => /_([0-9A-Z]{26})_/.exec(credential)?.[1] ?? '';
  const tokenWith = (id: string) => ({ token: withId(mine.token, id) });
  const secretWith = (id: string) => ({ headers: { 'x-clear-client-secret': withId(mine.secret, id) } });
  const PLACES = {
    'the token of getConfig': (id: string) => seen('GET', GET_CONFIG, tokenWith(id)),
    'the token of setConfig': (id: string) => seen('POST', SET_CONFIG, { ...tokenWith(id), body: SETTINGS }),
    'the token of getRequest': (id: string) => seen('GET', `${REQUESTS}/req_${NOBODY}`, tokenWith(id)),
    'the client of getAuthToken': (id: string) => seen('GET', TOKEN, secretWith(id)),
  };

  it.each(Object.entries(PLACES))('run the same statements and get the same answer: %s', async (place, ask) => {
    const foreign = await ask(idOf(place.includes('client') ? theirs.secret : theirs.token));
    const unknown = await ask(NOBODY);
    expect(foreign).toEqual(unknown);
    expect(unknown.statements).toHaveLength(1);
    // And again, now that they have been asked for.
    expect(await ask(idOf(place.includes('client') ? theirs.secret : theirs.token))).toEqual(unknown);
  });
});
