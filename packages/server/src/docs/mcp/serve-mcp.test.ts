import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/test-server.ts';

let tested: TestServer;
beforeAll(async () => {
  tested = await createTestServer({ corsOrigins: ['https://inspector.example'] });
});
afterAll(() => tested.close());

const send = (body: unknown, headers: Readonly<Record<string, string>> = {}, method = 'POST') =>
  tested.app.fetch(
    new Request('http://milaan.test/mcp', {
      method,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      ...(method === 'POST' ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
    }),
  );
// biome-ignore lint/suspicious/noExplicitAny: what an answer is, is what these tests look at
const jsonOf = async (response: Response) => (await response.json()) as any;
const call = async (method: string, params?: object) =>
  jsonOf(await send({ jsonrpc: '2.0', id: 7, method, ...(params === undefined ? {} : { params }) }));
const tool = async (name: string, input: object) => (await call('tools/call', { name, arguments: input })).result;

describe('the Model Context Protocol', () => {
  it('agrees on a version', async () => {
    const begin = async (protocolVersion: string) =>
      (await call('initialize', { protocolVersion, capabilities: {}, clientInfo: { name: 't', version: '1' } })).result;
    expect(await begin('2025-06-18')).toMatchObject({
      protocolVersion: '2025-06-18',
      capabilities: { tools: {} },
      serverInfo: { name: 'milaan' },
    });
    expect((await begin('1999-01-01')).protocolVersion).toBe('2025-11-25');
    expect(await call('initialize')).toMatchObject({ id: 7, error: { code: -32602 } });
  });

  it('takes a notification with 202 and nothing to say', async () => {
    const response = await send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    expect([response.status, await response.text()]).toEqual([202, '']);
  });

  it('lists its tools with their schemas', async () => {
    const { tools } = (await call('tools/list')).result;
    expect(tools.map(({ name }: { name: string }) => name)).toEqual(['ask', 'page', 'error_code']);
    expect(tools[0].inputSchema).toMatchObject({ type: 'object', required: ['question'], additionalProperties: false });
  });

  it('asks, reads pages, looks codes up', async () => {
    const asked = await tool('ask', { question: 'what is DUPLICATE_IN_BOOKS', page: 'matching.md' });
    expect(asked.content[0].text).toContain('# Sources');
    expect(asked.structuredContent.excerpts.length).toBeGreaterThan(0);
    expect((await tool('page', { page: '/docs/matching.md#groups' })).content[0].text).toMatch(/^# Matching/);
    expect((await tool('page', { page: 'index' })).content[0].text).toMatch(/^# Milaan/);
    expect((await tool('error_code', { code: 'draining' })).content[0].text).toContain('503');
  });

  it('tells an assistant what it did wrong, so that it can do better', async () => {
    expect(await tool('page', { page: 'nothing' })).toMatchObject({ isError: true });
    expect(await tool('error_code', { code: 'constructor' })).toMatchObject({ isError: true });
    expect(await tool('ask', { question: ' ' })).toMatchObject({ isError: true });
    expect(await tool('ask', { question: 'why', extra: 1 })).toMatchObject({ isError: true });
    expect(await call('tools/call', { name: 'toString' })).toMatchObject({ error: { code: -32602 } });
    expect(await call('resources/list')).toMatchObject({ error: { code: -32601 } });
    expect((await call('ping')).result).toEqual({});
  });

  it('answers a batch as a batch', async () => {
    const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
    const response = await send([ping, { jsonrpc: '2.0', method: 'notifications/initialized' }, { ...ping, id: 2 }]);
    expect((await jsonOf(response)).map(({ id }: { id: number }) => id)).toEqual([1, 2]);
  });

  it('refuses what is no message', async () => {
    expect((await send({ hello: 1 })).status).toBe(400);
    expect((await send('{')).status).toBe(400);
    expect((await send(`"${'x'.repeat(70_000)}"`)).status).toBe(400);
    expect((await send({}, { 'mcp-protocol-version': '1999-01-01' })).status).toBe(400);
    const got = await send(null, {}, 'GET');
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('lets pages of other sites in only where they are allowed', async () => {
    const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
    expect((await send(ping, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await send(ping, { origin: 'https://inspector.example' })).status).toBe(200);
    expect((await send(ping, { origin: 'http://milaan.test' })).status).toBe(200);
  });
});
