import type { lookup } from 'node:dns';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  findDelivery,
  forgetOldDeliveries,
  insertDeliveries,
  KEEP_DELIVERIES_MS,
} from '../state/webhook-deliveries.ts';
import { insertWebhook } from '../state/webhooks.ts';
import { listenLocally } from '../testing/listen-locally.ts';
import { createTestServer, type TestServer } from '../testing/test-server.ts';
import { createDeliveries, type DeliveryParts } from './create-deliveries.ts';
import { PAUSES_MS } from './delivery-schedule.ts';
import { signatureHeaders } from './sign-message.ts';

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const ROOM = { limit: 100, perWebhook: 2, fullWebhooks: [] };
const NOT_STOPPED = new AbortController().signal;

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

describe('deliveries', () => {
  let milaan: TestServer;
  let receiver: Server;
  let port: number;
  let received: Received[] = [];
  let answer: (response: ServerResponse) => void = (response) => response.writeHead(200).end();

  beforeAll(async () => {
    milaan = await createTestServer();
    receiver = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      answer(response);
    });
    port = await listenLocally(receiver);
  });
  afterAll(async () => {
    await milaan.close();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });
  afterEach(() => {
    received = [];
    answer = (response) => response.writeHead(200).end();
  });

  const deliveries = (options: Partial<DeliveryParts> = {}) =>
    createDeliveries({ ...milaan.server, db: milaan.state.db, allowsPrivate: true, ...options });

  /** A delivery that is due now. */
  const newDelivery = async (url = `http://127.0.0.1:${port}/hook`) => {
    const { workspaceId } = await milaan.newClient();
    const { db } = milaan.state;
    const { createUlid, clock } = milaan.server;
    const createdAt = new Date(clock.nowMs());
    const webhookId = `whe_${createUlid()}`;
    await insertWebhook(db, {
      id: webhookId,
      workspaceId,
      url,
      events: ['workflow.completed'],
      description: null,
      secret: SECRET,
      createdAt,
    });
    const id = `whd_${createUlid()}`;
    const message = { messageId: id, event: 'workflow.completed' as const, subjectId: 'wf_1', payload: '{"a":1}' };
    await insertDeliveries(db, [{ id, workspaceId, webhookId, ...message, replayOf: null, createdAt }]);
    return { id, find: async () => await findDelivery(db, { workspaceId, id }) };
  };

  it('send the message, signed, and are over when it was accepted', async () => {
    const { id, find } = await newDelivery();
    await deliveries().attempt(id, NOT_STOPPED);
    const [message] = received;
    const timestampSeconds = Math.floor(milaan.clock.nowMs() / 1000);
    expect(message?.headers).toMatchObject({
      'content-type': 'application/json',
      ...signatureHeaders({ id, timestampSeconds, payload: '{"a":1}' }, SECRET),
    });
    expect(message?.body).toBe('{"a":1}');
    expect(await find()).toMatchObject({
      status: 'DELIVERED',
      attempts: [{ outcome: 'ACCEPTED', httpStatus: 200 }],
      nextAttemptAt: null,
    });
    await deliveries().attempt(id, NOT_STOPPED);
    expect(received).toHaveLength(1);
  });

  it('are tried again with growing pauses, and given up after three days', async () => {
    answer = (response) => response.writeHead(503).end('down');
    const { id, find } = await newDelivery();
    const signatures = new Set<unknown>();
    for (const [index, pauseMs] of PAUSES_MS.entries()) {
      await deliveries().attempt(id, NOT_STOPPED);
      const delivery = await find();
      const waitMs = (delivery?.nextAttemptAt?.getTime() ?? 0) - milaan.clock.nowMs();
      expect(delivery).toMatchObject({ status: 'PENDING', attemptCount: index + 1 });
      expect(waitMs).toBeGreaterThanOrEqual(pauseMs);
      expect(waitMs).toBeLessThanOrEqual(pauseMs * 1.1 + 1);
      await deliveries().attempt(id, NOT_STOPPED);
      signatures.add(received.at(-1)?.headers['webhook-signature']);
      milaan.clock.advance(waitMs);
    }
    await deliveries().attempt(id, NOT_STOPPED);
    const end = await find();
    expect(end).toMatchObject({ status: 'FAILED', nextAttemptAt: null, attemptCount: PAUSES_MS.length + 1 });
    expect(received).toHaveLength(PAUSES_MS.length + 1);
    expect(new Set(received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]));
    expect(signatures.size).toBe(PAUSES_MS.length);
  });

  it('follow no redirect', async () => {
    answer = (response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/other` }).end();
    const { id, find } = await newDelivery();
    await deliveries().attempt(id, NOT_STOPPED);
    expect(received).toHaveLength(1);
    expect(await find()).toMatchObject({ status: 'PENDING', attempts: [{ outcome: 'REFUSED', httpStatus: 302 }] });
  });

  it('end at once when the receiver is gone for good', async () => {
    answer = (response) => response.writeHead(410).end();
    const { id, find } = await newDelivery();
    await deliveries().attempt(id, NOT_STOPPED);
    expect(await find()).toMatchObject({ status: 'FAILED', attempts: [{ httpStatus: 410 }] });
  });

  it('do not read an endless answer', async () => {
    answer = (response) => {
      response.writeHead(200);
      const more = () => response.write('x'.repeat(65_536), (error) => error ?? setImmediate(more));
      more();
    };
    const { id, find } = await newDelivery();
    await deliveries().attempt(id, NOT_STOPPED);
    expect(await find()).toMatchObject({ status: 'DELIVERED' });
  });

  it('wait so long and no longer', async () => {
    answer = () => milaan.clock.advance(15_000);
    const { id, find } = await newDelivery();
    await deliveries().attempt(id, NOT_STOPPED);
    expect(await find()).toMatchObject({ attempts: [{ outcome: 'TIMED_OUT', httpStatus: null, durationMs: 15_000 }] });
  });

  it('end also when the receiver changes to another protocol', async () => {
    answer = ({ socket }) =>
      socket?.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const { id, find } = await newDelivery();
    await deliveries().attempt(id, NOT_STOPPED);
    expect(await find()).toMatchObject({ status: 'PENDING', attempts: [{ outcome: 'UNREACHABLE', httpStatus: null }] });
  });

  it('note that nobody is there', async () => {
    const { id, find } = await newDelivery('http://127.0.0.1:1/');
    await deliveries().attempt(id, NOT_STOPPED);
    expect(await find()).toMatchObject({ status: 'PENDING', attempts: [{ outcome: 'UNREACHABLE' }] });
  });

  it('are given back, untried, when the server stops', async () => {
    const stop = new AbortController();
    answer = () => stop.abort(new Error('stopping'));
    const { id, find } = await newDelivery();
    await expect(deliveries().attempt(id, stop.signal)).rejects.toThrow('stopping');
    expect(await find()).toMatchObject({
      status: 'PENDING',
      attempts: [],
      nextAttemptAt: new Date(milaan.clock.nowMs()),
    });
    expect((await deliveries().due(new Date(milaan.clock.nowMs()), ROOM)).map((due) => due.id)).toContain(id);
  });

  it('are made by one of several nodes, and by another when it has died', async () => {
    const { id } = await newDelivery();
    await Promise.all([1, 2, 3].map(() => deliveries().attempt(id, NOT_STOPPED)));
    expect(received).toHaveLength(1);
    const lost = await newDelivery();
    const dueAt = new Date(milaan.clock.nowMs());
    const [first] = (await deliveries().due(dueAt, ROOM)).filter((due) => due.id === lost.id);
    await milaan.state.db
      .updateTable('webhookDelivery')
      .set({ nextAttemptAt: new Date(milaan.clock.nowMs() + 60_000) })
      .where('id', '=', lost.id)
      .execute();
    expect((await deliveries().due(dueAt, ROOM)).map((due) => due.id)).not.toContain(lost.id);
    milaan.clock.advance(60_000);
    const [again] = (await deliveries().due(new Date(milaan.clock.nowMs()), ROOM)).filter((due) => due.id === lost.id);
    // A durable workflow of its own: the first one is over.
    expect(again?.attempt).not.toBe(first?.attempt);
  });

  it('are begun anew when what was begun for them ended without an attempt', async () => {
    const { id } = await newDelivery();
    const numberNow = async () => {
      const due = await deliveries().due(new Date(milaan.clock.nowMs()), ROOM);
      return due.find((one) => one.id === id)?.attempt;
    };
    const first = await numberNow();
    milaan.clock.advance(60_000);
    expect(await numberNow()).toBe(first);
    milaan.clock.advance(240_000);
    expect(await numberNow()).toBeGreaterThan(first ?? Number.POSITIVE_INFINITY);
  });

  it('do not go to a webhook that was deleted while they were put on their way', async () => {
    const { id, find } = await newDelivery();
    await milaan.state.db
      .updateTable('webhookEndpoint')
      .set({ deletedAt: new Date(milaan.clock.nowMs()), secret: '' })
      .where('id', '=', (await find())?.webhookId ?? '')
      .execute();
    await deliveries().attempt(id, NOT_STOPPED);
    expect(received).toEqual([]);
    expect(await find()).toMatchObject({ status: 'FAILED', attempts: [], nextAttemptAt: null });
  });

  it('are kept for 90 days after their end', async () => {
    const { id, find } = await newDelivery();
    await deliveries().attempt(id, NOT_STOPPED);
    const endedMs = milaan.clock.nowMs();
    await forgetOldDeliveries(milaan.state.db, new Date(endedMs + KEEP_DELIVERIES_MS));
    expect(await find()).toBeDefined();
    await forgetOldDeliveries(milaan.state.db, new Date(endedMs + KEEP_DELIVERIES_MS + 1));
    expect(await find()).toBeUndefined();
  });

  describe('without leave to enter the own network', () => {
    /** Every name leads to these addresses. */
    const leadsTo = (...addresses: string[]) =>
      ((_: string, __: object, callback: (error: null, found: { address: string; family: number }[]) => void) =>
        callback(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        )) as unknown as typeof lookup; // the one form of it that is called

    it.each([[['127.0.0.1']], [['8.8.8.8', '127.0.0.1']], [['::ffff:127.0.0.1']], [['169.254.169.254']]])(
      'a name that leads to %j is not connected to',
      async (addresses) => {
        const { id, find } = await newDelivery(`https://erp.company.example:${port}/`);
        await deliveries({ allowsPrivate: false, lookup: leadsTo(...addresses) }).attempt(id, NOT_STOPPED);
        expect(await find()).toMatchObject({ attempts: [{ outcome: 'ADDRESS_REFUSED', httpStatus: null }] });
        expect(received).toEqual([]);
      },
    );

    it('neither is a URL that was taken while it was allowed', async () => {
      const { id, find } = await newDelivery();
      await deliveries({ allowsPrivate: false }).attempt(id, NOT_STOPPED);
      expect(await find()).toMatchObject({ attempts: [{ outcome: 'ADDRESS_REFUSED' }] });
      expect(received).toEqual([]);
    });

    it('the connection goes to the address that was looked up', async () => {
      const { id } = await newDelivery(`http://erp.company.example:${port}/`);
      await deliveries({ allowsPrivate: true, lookup: leadsTo('127.0.0.1') }).attempt(id, NOT_STOPPED);
      expect(received[0]?.headers.host).toBe(`erp.company.example:${port}`);
    });
  });
});
