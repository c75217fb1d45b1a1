import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { createExchange } from '../http/exchange.ts';
import { listenLocally } from '../testing/listen-locally.ts';
import { createTraces } from './create-traces.ts';
import { NO_TRACES } from './traces.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

it('does nothing where no collector is configured', async () => {
  expect(await createTraces({ otlpEndpoint: null, version: '1' })).toBe(NO_TRACES);
});

it('tells a collector of a request by its operation, in the trace of its caller', async () => {
  let received = '';
  const collector = createServer(async (incoming, outgoing) => {
    for await (const chunk of incoming) received += String(chunk);
    outgoing.end('{}');
  });
  const port = await listenLocally(collector);
  const traces = await createTraces({ otlpEndpoint: `http://127.0.0.1:${port}`, version: '1' });
  const exchange = createExchange(null, { address: 'x', onBodyWanted: null, onLongBody: null }, 'req_1');
  const answer = await traces.follow(
    exchange,
    new Headers({ traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` }),
    async () => {
      exchange.operationId = 'getConfig';
      exchange.code = 'configuration_missing';
      return { status: 402 };
    },
  );
  await traces.stop();
  collector.close();
  expect(answer.status).toBe(402);
  for (const part of [TRACE_ID, 'getConfig', 'configuration_missing', 'req_1']) expect(received).toContain(part);
});
