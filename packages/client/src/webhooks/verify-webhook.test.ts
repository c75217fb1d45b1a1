import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../testing/test-client.ts';
import { type ReceivedWebhook, verifyWebhook } from './verify-webhook.ts';

const KEY = Buffer.from('0123456789abcdef0123456789abcdef');
const SECRET = `whsec_${KEY.toString('base64')}`;
const NOW = Date.UTC(2026, 10, 22, 6);
const SECONDS = String(NOW / 1000);

const sign = (id: string, timestamp: string, body: string | Uint8Array, key: Buffer = KEY) =>
  `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
const received = (
  over: Partial<ReceivedWebhook> & { id?: string; timestamp?: string; signature?: string } = {},
): ReceivedWebhook => {
  const { id = 'whd_1', timestamp = SECONDS, body = '{"type":"workflow.completed"}' } = over;
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': over.signature ?? sign(id, timestamp, body),
  };
  return { secret: SECRET, headers, body, nowMs: NOW, ...over };
};
const faultOf = async (webhook: ReceivedWebhook) => Object(await errorOf(verifyWebhook(webhook))).fault;

describe('a webhook', () => {
  it('is read when it is signed', async () =>
    expect(await verifyWebhook(received())).toEqual({
      id: 'whd_1',
      sentAt: new Date(NOW),
      event: { type: 'workflow.completed' },
    }));

  it('of the example of Standard Webhooks is read', async () => {
    const body = '{"test": 2432232314}';
    const headers = new Headers({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    expect((await verifyWebhook({ secret, headers, body, nowMs: 1_614_265_330_000 })).event).toEqual({
      test: 2432232314,
    });
  });

  it('is read from bytes, from Headers and from the headers of Node', async () => {
    const body = Buffer.from('{"name":"मिलान"}');
    const { headers } = received({ body });
    const pairs = Object.entries(headers).map(([name, value]): [string, string] => [name.toUpperCase(), String(value)]);
    for (const form of [headers, new Headers(pairs), Object.fromEntries(pairs)])
      expect((await verifyWebhook(received({ body, headers: form }))).event).toEqual({ name: 'मिलान' });
  });

  it('may have several signatures, in any order, of any version', async () => {
    const other = sign('whd_1', SECONDS, 'other');
    const good = sign('whd_1', SECONDS, '{}');
    for (const signature of [`${other} ${good}`, `${good} ${other}`, `v1a,AAAA ${good}`, `v2,x ${other} ${good}`])
      expect((await verifyWebhook(received({ body: '{}', signature }))).id).toBe('whd_1');
  });

  it('is read with the old and the new secret while one is replaced', async () => {
    const newer = `whsec_${Buffer.from('another secret').toString('base64')}`;
    expect((await verifyWebhook(received({ secret: [newer, SECRET] }))).id).toBe('whd_1');
    expect(await faultOf(received({ secret: newer }))).toBe('signature_mismatch');
    expect(await faultOf(received({ secret: [] }))).toBe('signature_mismatch');
  });

  it.each([
    [0, null],
    [300, null],
    [301, 'timestamp_too_old'],
    [-300, null],
    [-301, 'timestamp_too_new'],
  ])('%i s old: %s', async (age, fault) => {
    const webhook = received({ nowMs: NOW + age * 1000 });
    if (fault === null) expect((await verifyWebhook(webhook)).id).toBe('whd_1');
    else expect(await faultOf(webhook)).toBe(fault);
  });

  it.each([['soon'], ['-5'], ['1e9'], ['1.5'], ['9'.repeat(13)]])('of the time %j is refused', async (timestamp) =>
    expect(await faultOf(received({ timestamp }))).toBe('timestamp_invalid'),
  );

  it.each([['webhook-id'], ['webhook-timestamp'], ['webhook-signature']])('without %s is refused', async (name) => {
    const { headers } = received();
    const left = Object.fromEntries(Object.entries(headers).filter(([known]) => known !== name));
    expect(await faultOf(received({ headers: left }))).toBe('header_missing');
  });

  it.each([
    [''],
    ['v1,'],
    ['v1,%%%'],
    ['v1'],
    [sign('whd_1', SECONDS, '{}').slice(3)],
    ['v1,AAAA'],
    [`v1,${'A'.repeat(44)}`],
  ])('with the signature %j is refused', async (signature) =>
    expect(await faultOf(received({ signature: signature || ' ' }))).toMatch(/^(signature_mismatch|header_missing)$/),
  );

  it('that was altered anywhere is refused', () =>
    fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1 }),
        fc.nat(),
        fc.constantFrom('id', 'timestamp', 'body'),
        async (text, at, part) => {
          const body = JSON.stringify(text);
          const signature = sign('whd_1', SECONDS, body);
          const alter = (value: string) =>
            `${value.slice(0, at % value.length)}0${value.slice((at % value.length) + 1)}`;
          const whole = { id: 'whd_1', timestamp: SECONDS, body };
          const altered = { ...whole, [part]: alter(whole[part]) };
          if (altered[part] === whole[part]) return;
          expect(await faultOf(received({ ...altered, signature, toleranceSeconds: 1e12 }))).toBe('signature_mismatch');
        },
      ),
      { numRuns: 200 },
    ));

  it('that is no JSON is told apart from one that is not signed', async () =>
    expect(await faultOf(received({ body: 'hello' }))).toBe('body_malformed'));

  it.each([[''], ['whsec_'], ['whsec_%%%']])('with the secret %j is a mistake of the program', async (secret) =>
    expect(await errorOf(verifyWebhook(received({ secret })))).toBeInstanceOf(TypeError),
  );
});
