import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/test-server.ts';
import { dateInIndia } from '../../workflows/india-time.ts';

const V1 = '/integration/v1';
const DAY_MS = 24 * 60 * 60 * 1000;
const RANGES = {
  pullReturnPeriodStart: '092026',
  pullReturnPeriodEnd: '102026',
  reconReturnPeriodStart: '102026',
  reconReturnPeriodEnd: '102026',
};

describe('a trigger', () => {
  let milaan: TestServer;
  let token: string;
  beforeAll(async () => {
    milaan = await createTestServer();
    token = await milaan.newToken();
  });
  afterAll(() => milaan.close());

  const trigger = (pan: string, args: object, fileList?: unknown) =>
    milaan.send('POST', `${V1}/maxItc/triggerWorkflow`, {
      token,
      body: { ...(fileList === undefined ? {} : { fileList }), userInputArgs: { pan, ...args } },
    });
  const uploadUrl = async () => {
    const headers = { filecontenttype: 'text/csv; charset=utf-8' };
    const path = `${V1}/generatePreSign/purchase?fileName=a.csv`;
    return String((await milaan.send('GET', path, { token, headers })).json.preSignedS3Url);
  };

  it('may say null for everything that it may leave out', async () => {
    const nothing = { gstins: null, reconType: null, templateId: null, asOf: null };
    const answer = await trigger('AAACA1111A', { ...RANGES, ...nothing, allowMissingPeriods: true }, null);
    expect(answer).toMatchObject({ status: 201, json: { reconType: 'MAX_ITC_2B_PR' } });
    const strict = await trigger('AAACA1112A', { ...RANGES, allowMissingPeriods: null });
    expect(strict.code).toBe('govt_data_missing');
  });

  it('whose ranges are null asks for the configured ones', async () => {
    const none = Object.fromEntries(Object.keys(RANGES).map((name) => [name, null]));
    expect(await trigger('AAACA1113A', none)).toMatchObject({
      code: 'configuration_missing',
      json: { detail: expect.stringContaining('does not say both of its ranges') },
    });
    expect(await trigger('AAACA1113A', { ...RANGES, pullReturnPeriodEnd: null })).toMatchObject({
      code: 'parameter_missing',
      json: { errors: [{ pointer: '/userInputArgs/pullReturnPeriodEnd' }] },
    });
  });

  it('without government data is told in a sentence which statements are missing', async () => {
    const gstins = ['27AAACA1111A1ZS', '29AAACA1111A1ZO'];
    const { json } = await trigger('AAACA1111A', { ...RANGES, reconType: 'MAX_ITC_2A_PR', gstins });
    expect(json.detail).toBe(
      'Government data is missing: GSTR-2A of 27AAACA1111A1ZS (092026, 102026), 29AAACA1111A1ZO (092026, 102026).',
    );
    const unknown = await trigger('AAACA1114A', { ...RANGES, pullReturnPeriodStart: '042025' });
    expect(unknown.json.detail).toMatch(
      /^Government data is missing: GSTR-2B of every registration.* and 7 more pairs\.$/,
    );
  });

  it('hears of all its files that are not there, what is wrong with the request first', async () => {
    const fileList = [
      { s3FileUrl: await uploadUrl(), userFileName: 'a.csv' },
      { s3FileUrl: 'https://elsewhere.example/b', userFileName: 'b.csv' },
      { s3FileUrl: await uploadUrl(), userFileName: 'c.csv' },
    ];
    expect(await trigger('AAACA1111A', RANGES, fileList)).toMatchObject({
      status: 400,
      code: 'resource_missing',
      json: {
        param: 'fileList[1].s3FileUrl',
        metadata: { faultCount: 3 },
        errors: [
          { code: 'file_not_uploaded', pointer: '/fileList/0/s3FileUrl' },
          { code: 'resource_missing', pointer: '/fileList/1/s3FileUrl' },
          { code: 'file_not_uploaded', pointer: '/fileList/2/s3FileUrl' },
        ],
      },
    });
    expect(await trigger('AAACA1111A', RANGES, fileList.slice(0, 1))).toMatchObject({ code: 'file_not_uploaded' });
  });

  it('cannot ask for a day that is still to come', async () => {
    const today = milaan.clock.nowMs();
    const asOf = dateInIndia(new Date(today + DAY_MS));
    const refused = await trigger('AAACA1115A', { ...RANGES, asOf, allowMissingPeriods: true });
    expect(refused).toMatchObject({ code: 'parameter_invalid', json: { param: 'userInputArgs.asOf' } });
    const taken = await trigger('AAACA1115A', {
      ...{ ...RANGES, allowMissingPeriods: true },
      asOf: dateInIndia(new Date(today)),
    });
    expect(taken.status).toBe(201);
  });

  it('for a day before today cannot bring files, which were not held then', async () => {
    const asOf = dateInIndia(new Date(milaan.clock.nowMs() - DAY_MS));
    const args = { ...RANGES, asOf, allowMissingPeriods: true };
    const files = [{ s3FileUrl: await uploadUrl(), userFileName: 'a.csv' }];
    expect(await trigger('AAACA1116A', args, files)).toMatchObject({
      code: 'parameter_invalid',
      json: { param: 'userInputArgs.asOf', detail: expect.stringContaining('fileList') },
    });
    expect((await trigger('AAACA1116A', args, [])).status).toBe(201);
  });
});
