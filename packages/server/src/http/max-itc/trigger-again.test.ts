import { expect } from 'vitest';
import { newWorkflow } from '../../testing/new-workflow.ts';
import { onBothDatabases } from '../../testing/on-both-databases.ts';

const V1 = '/integration/v1';
const PERIODS = {
  pullReturnPeriodStart: '102026',
  pullReturnPeriodEnd: '102026',
  reconReturnPeriodStart: '102026',
  reconReturnPeriodEnd: '102026',
};

onBothDatabases('a trigger that comes again', (server, test) => {
  const trigger = (token: string, pan: string, key: string | null, args: object = {}) =>
    server().send('POST', `${V1}/maxItc/triggerWorkflow`, {
      token,
      headers: key === null ? {} : { 'idempotency-key': key },
      body: { userInputArgs: { pan, ...PERIODS, allowMissingPeriods: true, ...args } },
    });
  const cancel = (token: string, id: unknown) =>
    server().send('POST', `${V1}/maxItc/workflow/${String(id)}/cancel`, { token });
  const actions = async (token: string) => {
    const { json } = await server().send('GET', `${V1}/auditLog`, { token });
    return (json.items as readonly { readonly action: string }[]).map(({ action }) => action);
  };
  const replayed = { headers: { 'idempotent-replayed': 'true' } };

  test('with its key is answered as before, whether its workflow is pending or has ended', async () => {
    const token = await server().newToken({ workspace: 'again' });
    const first = await trigger(token, 'AAACA3331A', 'k1');
    expect(first.status).toBe(201);
    expect(await trigger(token, 'AAACA3331A', 'k1')).toMatchObject({ ...replayed, status: 201, body: first.body });
    expect((await cancel(token, first.json.workflowId)).status).toBe(200);
    expect(await trigger(token, 'AAACA3331A', 'k1')).toMatchObject({ ...replayed, status: 201, body: first.body });
    expect((await actions(token)).sort()).toEqual(['workflow.cancelled', 'workflow.failed', 'workflow.triggered']);
  });

  test('with its key but another body is refused for that, whatever else is wrong with it', async () => {
    const token = await server().newToken({ workspace: 'reused' });
    expect((await trigger(token, 'AAACA3332A', 'k2')).status).toBe(201);
    const refused = { status: 400, code: 'idempotency_key_reused' };
    expect(await trigger(token, 'AAACA3333A', 'k2')).toMatchObject(refused);
    expect(await trigger(token, 'AAACA3332A', 'k2', { asOf: '2027-12-31' })).toMatchObject(refused);
  });

  test('while another is pending leaves nothing behind, and its key is free', async () => {
    const token = await server().newToken({ workspace: 'refused' });
    const first = await trigger(token, 'AAACA3334A', null);
    const refusal = {
      status: 409,
      code: 'workflow_pending',
      json: { metadata: { workflowId: first.json.workflowId } },
    };
    expect(await trigger(token, 'AAACA3334A', 'k3')).toMatchObject(refusal);
    await cancel(token, first.json.workflowId);
    const next = await trigger(token, 'AAACA3334A', 'k3');
    expect(next.status).toBe(201);
    expect(next.headers['idempotent-replayed']).toBeUndefined();
    expect((await actions(token)).filter((action) => action === 'workflow.triggered')).toHaveLength(2);
  });

  test('while another is pending is told of that one, though the statement that it takes in is not held yet', async () => {
    const token = await server().newToken({ workspace: 'behind' });
    const { workflowId } = (await trigger(token, 'AAACA3336A', null)).json;
    expect(await trigger(token, 'AAACA3336A', null, { allowMissingPeriods: false })).toMatchObject({
      status: 409,
      code: 'workflow_pending',
      json: { metadata: { workflowId } },
    });
  });

  test('between the look and the writing is refused as well', async () => {
    const client = await server().newClient({ workspace: 'between' });
    const token = await server().tokenOf(client);
    const { writers } = server().server;
    const run = writers.run;
    let pending = '';
    writers.run = (work) =>
      run(async () => {
        pending = await newWorkflow(server(), client, { pan: 'AAACA3335A' });
        return work();
      });
    const refused = await trigger(token, 'AAACA3335A', 'k4');
    writers.run = run;
    expect(refused).toMatchObject({ code: 'workflow_pending', json: { metadata: { workflowId: pending } } });
    expect(await actions(token)).toEqual([]);
  });
});
