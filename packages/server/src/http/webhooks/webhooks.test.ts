import { LIMITS, WorkflowMessageSchema } from '@milaan/contract';
import { expect } from 'vitest';
import { insertDeliveries } from '../../state/webhook-deliveries.ts';
import { finishWorkflow, readWorkflow } from '../../state/workflows.ts';
import { newWorkflow } from '../../testing/new-workflow.ts';
import { onBothDatabases } from '../../testing/on-both-databases.ts';
import { createEndReactions } from '../../webhooks/on-ended.ts';

const WEBHOOKS = '/integration/v1/webhooks';
const URL = 'https://erp.company.example/milaan';

onBothDatabases('webhooks', (server, test) => {
  const add = (token: string, body: object = {}, headers: Record<string, string> = {}) =>
    server().send('POST', WEBHOOKS, { token, body: { url: URL, ...body }, headers });
  const get = (token: string, path: string) => server().send('GET', `${WEBHOOKS}${path}`, { token });
  /** Ends a workflow as its last step does. */
  const fail = async (workflowId: string) => {
    const { state, clock, server: context } = server();
    // Ids sort by the time that they were made.
    clock.advance(1);
    const at = new Date(clock.nowMs());
    return state.db.transaction().execute(async (transaction) => {
      await finishWorkflow(transaction, workflowId, {
        status: 'WORKFLOW_FAILED',
        error: { code: 'file_unreadable', detail: 'It cannot be read.', param: null, metadata: {} },
        summary: null,
        resultKeys: null,
        fileErrors: [],
        progress: null,
        at,
      });
      const ended = await readWorkflow(transaction, workflowId);
      return createEndReactions(context.createUlid).onWorkflowEnded(transaction, ended, at);
    });
  };

  test('show their secret once', async () => {
    const token = await server().newToken();
    const added = await add(token, { description: 'ERP of Pune' });
    expect(added.status).toBe(201);
    const { secret, ...shown } = added.json;
    expect(secret).toMatch(/^whsec_/);
    expect(shown).toMatchObject({
      url: URL,
      description: 'ERP of Pune',
      events: expect.arrayContaining(['workflow.failed']),
    });
    expect(added.headers.location).toBe(`http://milaan.test${WEBHOOKS}/${shown.webhookId}`);
    expect((await get(token, `/${shown.webhookId}`)).json).toEqual(shown);
    expect((await get(token, '')).json).toEqual({ items: [shown], nextCursor: null });
  });

  test('are added once for a key, and as many as there may be', async () => {
    const token = await server().newToken();
    const first = await add(token, {}, { 'idempotency-key': 'w' });
    const second = await add(token, {}, { 'idempotency-key': 'w' });
    expect(second).toMatchObject({ body: first.body, headers: { 'idempotent-replayed': 'true' } });
    for (let i = 1; i < LIMITS.webhooks; i++) expect((await add(token)).status).toBe(201);
    expect(await add(token)).toMatchObject({ code: 'quota_exhausted', json: { metadata: { quota: 'webhooks' } } });
    expect((await get(token, '')).json.items).toHaveLength(LIMITS.webhooks);
  });

  test('have no secret beside the key that they were added with, and none once they were deleted', async () => {
    const { db } = server().state;
    const client = await server().newClient();
    const token = await server().tokenOf(client);
    const added = await add(token, {}, { 'idempotency-key': 'secret' });
    const secret = String(added.json.secret);
    const records = () =>
      db.selectFrom('idempotencyRecord').selectAll().where('workspaceId', '=', client.workspaceId).execute();
    expect(await records()).toHaveLength(1);
    expect(JSON.stringify(await records())).not.toContain('whsec_');
    expect((await add(token, {}, { 'idempotency-key': 'secret' })).body).toBe(added.body);
    await server().send('DELETE', `${WEBHOOKS}/${added.json.webhookId}`, { token });
    expect(await add(token, {}, { 'idempotency-key': 'secret' })).toMatchObject({
      code: 'resource_missing',
      json: { metadata: { param: 'idempotency-key' } },
    });
    expect(JSON.stringify(await db.selectFrom('webhookEndpoint').selectAll().execute())).not.toContain(secret);
  });

  test('lead out of the own network', async () => {
    const token = await server().newToken();
    expect(await add(token, { url: 'https://169.254.169.254/' })).toMatchObject({
      code: 'webhook_url_refused',
      json: { param: 'url', metadata: { reason: 'its host is a link-local address' } },
    });
    expect((await add(token, { url: 'ftp://erp.company.example/' })).code).toBe('parameter_invalid');
  });

  test('hear of what they want to hear, with no figure in it, and the audit log of all', async () => {
    const client = await server().newClient();
    const token = await server().tokenOf(client);
    const wanting = (await add(token, { events: ['workflow.failed'] })).json.webhookId;
    await add(token, { events: ['workflow.completed'] });
    const createdAt = new Date(server().clock.nowMs()).toISOString();
    const workflowId = await newWorkflow(server(), client);
    const [deliveryId, ...others] = await fail(workflowId);
    expect(others).toEqual([]);
    const listed = await get(token, `/${wanting}/deliveries`);
    expect(listed.json).toMatchObject({
      items: [{ deliveryId, webhookId: wanting, event: 'workflow.failed', subjectId: workflowId, status: 'PENDING' }],
    });
    expect((await get(token, `/deliveries/${deliveryId}`)).json).toEqual((listed.json.items as unknown[])[0]);
    const row = await server()
      .state.db.selectFrom('webhookDelivery')
      .select('payload')
      .where('id', '=', String(deliveryId))
      .executeTakeFirstOrThrow();
    const at = new Date(server().clock.nowMs()).toISOString();
    expect(WorkflowMessageSchema.safeParse(JSON.parse(row.payload)).error).toBeUndefined();
    expect(JSON.parse(row.payload)).toEqual({
      type: 'workflow.failed',
      timestamp: at,
      data: {
        workflowId,
        pan: 'ABCDE1234F',
        reconType: 'MAX_ITC_2B_PR',
        status: 'WORKFLOW_FAILED',
        createdAt,
        endedAt: at,
        error: { code: 'file_unreadable', detail: 'It cannot be read.' },
      },
    });
    const { json } = await server().send('GET', '/integration/v1/auditLog?limit=1', { token });
    expect(json.items).toMatchObject([{ action: 'workflow.failed', clientId: null, subjectId: workflowId }]);
  });

  test('hear of an event once, however often its end is worked through', async () => {
    const client = await server().newClient();
    const token = await server().tokenOf(client);
    await add(token);
    const workflowId = await newWorkflow(server(), client);
    expect(await fail(workflowId)).toHaveLength(1);
    expect(await fail(workflowId)).toHaveLength(0);
  });

  test('can be told again, by the same message', async () => {
    const client = await server().newClient();
    const token = await server().tokenOf(client);
    const { webhookId } = (await add(token)).json;
    const [original] = await fail(await newWorkflow(server(), client));
    server().clock.advance(1);
    const replayed = await server().send('POST', `${WEBHOOKS}/deliveries/${original}/replay`, { token });
    expect(replayed).toMatchObject({
      status: 201,
      json: { webhookId, replayOf: original, status: 'PENDING', attempts: [] },
    });
    expect(replayed.headers.location).toBe(`http://milaan.test${WEBHOOKS}/deliveries/${replayed.json.deliveryId}`);
    const rows = await server()
      .state.db.selectFrom('webhookDelivery')
      .select(['messageId', 'payload'])
      .where('webhookId', '=', String(webhookId))
      .execute();
    expect(rows).toHaveLength(2);
    expect(rows[0]).toEqual(rows[1]);
    const page = await get(token, `/${webhookId}/deliveries?limit=1`);
    expect(page.json).toMatchObject({
      items: [{ deliveryId: replayed.json.deliveryId }],
      nextCursor: expect.any(String),
    });
    const rest = await get(token, `/${webhookId}/deliveries?cursor=${page.json.nextCursor}`);
    expect(rest.json).toMatchObject({ items: [{ deliveryId: original }], nextCursor: null });
  });

  test('are not told again while too much is on its way', async () => {
    const client = await server().newClient();
    const token = await server().tokenOf(client);
    const webhookId = String((await add(token)).json.webhookId);
    const { createUlid, clock } = server().server;
    const deliveries = Array.from({ length: LIMITS.pendingDeliveries }, (_, index) => {
      const id = `whd_${createUlid()}`;
      const facts = { event: 'workflow.failed' as const, subjectId: `wf_${index}`, payload: '{}', replayOf: null };
      return {
        id,
        workspaceId: client.workspaceId,
        webhookId,
        messageId: id,
        ...facts,
        createdAt: new Date(clock.nowMs()),
      };
    });
    await insertDeliveries(server().state.db, deliveries);
    const refused = await server().send('POST', `${WEBHOOKS}/deliveries/${deliveries[0]?.id}/replay`, { token });
    expect(refused).toMatchObject({ code: 'queue_full', json: { metadata: { limit: LIMITS.pendingDeliveries } } });
  });

  test('hear nothing more once they were deleted, which may be said twice', async () => {
    const client = await server().newClient();
    const token = await server().tokenOf(client);
    const { webhookId } = (await add(token)).json;
    const [deliveryId] = await fail(await newWorkflow(server(), client));
    const remove = () => server().send('DELETE', `${WEBHOOKS}/${webhookId}`, { token });
    const first = await remove();
    expect(first).toMatchObject({ status: 200, json: { webhookId } });
    expect((await remove()).body).toBe(first.body);
    expect((await get(token, `/${webhookId}`)).code).toBe('resource_missing');
    expect((await get(token, '')).json.items).toEqual([]);
    expect((await get(token, `/deliveries/${deliveryId}`)).json).toMatchObject({
      status: 'FAILED',
      nextAttemptAt: null,
    });
    expect(await fail(await newWorkflow(server(), client, { pan: 'AAPFU0939F' }))).toEqual([]);
    const replay = await server().send('POST', `${WEBHOOKS}/deliveries/${deliveryId}/replay`, { token });
    expect(replay.code).toBe('resource_missing');
    const { json } = await server().send('GET', '/integration/v1/auditLog', { token });
    const deletions = (json.items as { action: string }[]).filter(({ action }) => action === 'webhook.deleted');
    expect(deletions).toHaveLength(1);
  });

  test('belong to a workspace as a whole', async () => {
    await server().newClient({ workspace: 'with webhooks' });
    const limited = await server().newToken({ workspace: 'with webhooks', pans: ['ABCDE1234F'] });
    expect((await add(limited)).code).toBe('scope_insufficient');
    expect((await get(limited, '')).code).toBe('scope_insufficient');
    const reader = await server().newToken({ workspace: 'with webhooks', scopes: ['webhooks:read'] });
    expect((await add(reader)).code).toBe('scope_insufficient');
    expect((await get(reader, '')).status).toBe(200);
  });
});
