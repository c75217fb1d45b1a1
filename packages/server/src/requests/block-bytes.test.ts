import { describe, expect, it } from 'vitest';
import { newRecord } from '../testing/new-request-block.ts';
import { encodeBlock, findInBlock } from './block-bytes.ts';

const idOf = (number: number): string => `req_01K5QZ3V9T${String(number).padStart(16, '0')}`;

describe('a block', () => {
  it('gives each of its requests back as it was, and no other', async () => {
    const requests = [
      newRecord(idOf(1)),
      newRecord(idOf(2), {
        method: 'POST',
        operationId: 'setConfig',
        status: 400,
        code: 'parameter_invalid',
        durationMs: 0,
        retryAfterMs: 1000,
        errors: [{ code: 'parameter_invalid', pointer: '/pan', param: null }],
        callerRequestId: 'erp "7"',
        clientId: 'cli_1',
        isSimulated: true,
        originalRequest: idOf(1),
      }),
    ];
    const bytes = await encodeBlock(requests);
    for (const request of requests) expect(await findInBlock(bytes, request.requestId)).toEqual(request);
    expect(await findInBlock(bytes, idOf(3))).toBeUndefined();
  });

  it('does not take an id that another request names for the request itself', async () => {
    const bytes = await encodeBlock([newRecord(idOf(1), { originalRequest: idOf(2) })]);
    expect(await findInBlock(bytes, idOf(2))).toBeUndefined();
  });

  it('of many requests takes little room for each', async () => {
    const bytes = await encodeBlock(Array.from({ length: 200 }, (_, number) => newRecord(idOf(number))));
    expect(bytes.length / 200).toBeLessThan(40);
  });
});
