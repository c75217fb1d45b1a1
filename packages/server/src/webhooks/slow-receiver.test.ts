import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listDueDeliveries } from '../state/delivery-attempts.ts';
import { insertDeliveries } from '../state/webhook-deliveries.ts';
import { insertWebhook } from '../state/webhooks.ts';
import { listenLocally } from '../testing/listen-locally.ts';
import { createTestServer, type TestServer } from '../testing/test-server.ts';

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

let milaan: TestServer;
let receiver: Server;
let port: number;
let hanging: ServerResponse[] = [];
let quick = 0;
beforeAll(async () => {
  milaan = await createTestServer({ runsWorkflows: true, settings: { webhookPrivateAddresses: true } });
  receiver = createServer((request, response) => {
    if (request.url === '/hangs') {
      hanging.push(response);
      response.on('close', () => {
        hanging = hanging.filter((other) => other !== response);
      });
    } else {
      quick++;
      response.writeHead(204).end();
    }
  });
  port = await listenLocally(receiver);
}, 60_000);
afterAll(async () => {
  await milaan?.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

/** A webhook with so many messages that are due. */
async function webhookWith(workspaceId: string, path: string, count: number): Promise<string> {
  const { createUlid } = milaan.server;
  const webhookId = `whe_${createUlid()}`;
  const createdAt = new Date();
  await insertWebhook(milaan.state.db, {
    id: webhookId,
    workspaceId,
    url: `http://127.0.0.1:${port}${path}`,
    events: ['workflow.completed'],
    description: null,
    secret: SECRET,
    createdAt,
  });
  await insertDeliveries(
    milaan.state.db,
    Array.from({ length: count }, (_, at) => {
      const id = `whd_${createUlid()}`;
      const message = { messageId: id, event: 'workflow.completed', subjectId: `wf_${at}`, payload: '{}' } as const;
      return { id, workspaceId, webhookId, ...message, replayOf: null, createdAt };
    }),
  );
  return webhookId;
}

it('a receiver that hangs holds two places, and the others are told all the same', async () => {
  const { workspaceId } = await milaan.newClient();
  await webhookWith(workspaceId, '/hangs', 40);
  await webhookWith(workspaceId, '/quick', 25);
  milaan.server.workflows.start('delivery', '');
  // Far sooner than looks at intervals could: each end of one begins the next.
  await expect.poll(() => quick, { timeout: 9000, interval: 20 }).toBe(25);
  expect(hanging).toHaveLength(2);
}, 30_000);

it('of many that are due each webhook has its share in the list', async () => {
  const { workspaceId } = await milaan.newClient();
  const { db } = milaan.state;
  const webhooks = await Promise.all([6, 6, 6].map((count) => webhookWith(workspaceId, '/hangs', count)));
  const listed = async (fullWebhooks: readonly string[], limit = 100) => {
    const due = await listDueDeliveries(db, new Date(), { limit, perWebhook: 2, fullWebhooks });
    return webhooks.map((webhook) => due.filter(({ webhookId }) => webhookId === webhook).length);
  };
  expect(await listed([])).toEqual([2, 2, 2]);
  expect(await listed(webhooks.slice(0, 1))).toEqual([0, 2, 2]);
});
