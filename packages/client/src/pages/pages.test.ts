import { describe, expect, it } from 'vitest';
import { createTestClient, errorOf } from '../testing/test-client.ts';

const page = (items: readonly string[], nextCursor: string | null) => ({
  body: { items: items.map((workflowId) => ({ workflowId })), nextCursor },
});
const THREE = [page(['a', 'b'], 'c1'), page([], 'c2'), page(['c'], null)];

describe('a list', () => {
  it('awaited is one page', async () => {
    const { milaan, sent } = createTestClient(THREE);
    expect(await milaan.listWorkflows({ limit: 2 })).toEqual(THREE[0]?.body);
    expect(sent.map(({ url }) => url)).toEqual(['https://milaan.test/integration/v1/maxItc/workflows?limit=2']);
  });

  it('in a loop is every item of every page, with the same filter', async () => {
    const { milaan, sent } = createTestClient(THREE);
    const found: string[] = [];
    for await (const { workflowId } of milaan.listWorkflows({ pan: 'ABCDE1234F' })) found.push(workflowId);
    expect(found).toEqual(['a', 'b', 'c']);
    expect(sent.map(({ url }) => new URL(url).search)).toEqual([
      '?pan=ABCDE1234F',
      '?pan=ABCDE1234F&cursor=c1',
      '?pan=ABCDE1234F&cursor=c2',
    ]);
  });

  it('asks for a page only when it is wanted, and for none at all before', async () => {
    const { milaan, sent } = createTestClient(THREE);
    const list = milaan.listWorkflows();
    expect(sent).toEqual([]);
    for await (const { workflowId } of list) if (workflowId === 'b') break;
    expect(sent).toHaveLength(1);
  });

  it('that never ends is noticed', async () => {
    const { milaan } = createTestClient([page(['a'], 'c1')]);
    const readAll = async () => {
      for await (const _ of milaan.listWorkflows());
    };
    expect(String(await errorOf(readAll()))).toContain('same cursor');
  });

  it('that fails throws where it is read', async () => {
    const { milaan } = createTestClient([{ status: 404, text: '' }]);
    expect(await errorOf(milaan.listWorkflows())).toMatchObject({ name: 'ConnectionError', status: 404 });
  });
});
