import { expect } from 'vitest';
import { onBothDatabases } from '../../testing/on-both-databases.ts';

const SETTINGS = '/integration/v1/settings';
const DEFAULTS = {
  tolerancePaise: 100,
  dateToleranceDays: 10,
  probableTolerancePaise: 1000,
  probableToleranceRatio: 0.01,
  defaultPullPeriods: null,
  defaultReconPeriods: null,
};

onBothDatabases('settings', (server, test) => {
  const get = (token: string) => server().send('GET', SETTINGS, { token });
  const set = (token: string, body: object, ifMatch?: string) =>
    server().send('POST', SETTINGS, { token, body, headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } });

  test('are the defaults until they are stored, and each change is a new version', async () => {
    const token = await server().newToken();
    expect(await get(token)).toMatchObject({ status: 200, json: DEFAULTS, headers: { etag: '"1"' } });
    const stored = await set(token, { tolerancePaise: 500, defaultPullPeriods: 6 });
    const document = { ...DEFAULTS, tolerancePaise: 500, defaultPullPeriods: 6 };
    expect(stored).toMatchObject({ status: 200, json: document, headers: { etag: '"2"' } });
    expect(await get(token)).toMatchObject({ json: document, headers: { etag: '"2"' } });
    expect(await set(token, {})).toMatchObject({ json: DEFAULTS, headers: { etag: '"3"' } });
  });

  test('are changed only from the version that was read', async () => {
    const token = await server().newToken();
    expect(await set(token, {}, '"2"')).toMatchObject({ code: 'version_mismatch' });
    expect(await set(token, { dateToleranceDays: 3 }, '"1"')).toMatchObject({ headers: { etag: '"2"' } });
    expect(await set(token, {}, '"1"')).toMatchObject({
      code: 'version_mismatch',
      json: { metadata: { currentVersion: 2 } },
    });
    expect(await set(token, { dateToleranceDays: 4 }, '"2"')).toMatchObject({ headers: { etag: '"3"' } });
    expect(await set(token, {}, '*')).toMatchObject({ headers: { etag: '"4"' } });
  });

  test('belong to a workspace, and only a token for all of it changes them', async () => {
    const mine = await server().newClient();
    const theirs = await server().newToken();
    await set(await server().tokenOf(mine), { tolerancePaise: 7 });
    expect((await get(theirs)).json).toEqual(DEFAULTS);
    const limited = await server().newToken({ pans: ['ABCDE1234F'] });
    expect((await set(limited, {})).code).toBe('scope_insufficient');
    expect((await get(limited)).status).toBe(200);
  });

  test('out of bounds are refused, all at once', async () => {
    const token = await server().newToken();
    const refused = await set(token, { tolerancePaise: -1, probableToleranceRatio: 2, defaultPullPeriods: 121 });
    expect(refused).toMatchObject({ code: 'parameter_invalid', json: { metadata: { faultCount: 3 } } });
  });
});
