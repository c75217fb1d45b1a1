import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createExchange } from '../http/exchange.ts';
import { createLog } from './log.ts';

const ARRIVAL = { onLongBody: null, address: '10.0.0.1', onBodyWanted: null };

function createLogOf(lines: string[]) {
  return createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } });
}

it('writes each answer as one line of JSON, whatever id and method the caller has given', () => {
  const visible = fc.stringMatching(/^[\x21-\x7e]{1,40}$/);
  fc.assert(
    fc.property(visible, fc.constantFrom('GET', 'POST', 'QUERY', 'M-SEARCH'), (callerRequestId, method) => {
      const lines: string[] = [];
      const headers = new Headers({ 'x-request-id': callerRequestId });
      const exchange = createExchange({ method, headers }, ARRIVAL, 'req_1');
      exchange.operationId = 'getConfig';
      exchange.code = 'token_missing';
      createLogOf(lines).onAnswer(exchange, 401, 1.26);
      const [line = ''] = lines;
      expect(line.endsWith('\n')).toBe(true);
      expect(JSON.parse(line)).toEqual({
        level: 'info',
        time: expect.any(Number),
        requestId: 'req_1',
        callerRequestId,
        method,
        operationId: 'getConfig',
        status: 401,
        code: 'token_missing',
        durationMs: 1.3,
        msg: 'answered',
      });
    }),
  );
});

it('writes a fault with its place and without its words', () => {
  const lines: string[] = [];
  createLogOf(lines).onFault(new Error('key (pan)=(ABCDE1234F) already exists'), 'req_2');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', requestId: 'req_2', error: { kind: 'Error' } });
  expect(lines.join('')).not.toContain('ABCDE1234F');
});
