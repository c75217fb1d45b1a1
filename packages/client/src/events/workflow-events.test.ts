import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTestClient, errorOf } from '../testing/test-client.ts';
import { createEventReader } from './read-events.ts';

const readAll = (pieces: readonly string[]) => {
  const reader = createEventReader();
  return pieces.flatMap((piece) => reader.read(piece));
};
const event = (data: string, id: string | null = null, name = 'message') => ({ id, event: name, data });

describe('an event stream', () => {
  it.each([
    ['data: a\n\n', [event('a')]],
    ['data:a\r\n\r\n', [event('a')]],
    ['data: a\r\rdata: b\n\n', [event('a'), event('b')]],
    ['data: a\ndata: b\n\n', [event('a\nb')]],
    ['id: 7\nevent: workflow\ndata: a\n\ndata: b\n\n', [event('a', '7', 'workflow'), event('b', '7')]],
    [': a comment\n\ndata\n\n', [event('')]],
    ['data: a\n', []],
    ['event: x\n\n', []],
    ['id: a\0b\ndata: a\n\n', [event('a')]],
    ['nonsense: 1\ndata:  two spaces\n\n', [event(' two spaces')]],
  ])('%j', (text, events) => expect(readAll([text])).toEqual(events));

  it('is the same in whatever pieces it comes', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('data: a', 'id: 1', 'event: b', ': c', '\n', '\r\n', '\n\n', '\r\n\r\n', 'data: {"x":1}\n\n'),
          { maxLength: 20 },
        ),
        fc.array(fc.nat({ max: 8 }), { maxLength: 20 }),
        (parts, sizes) => {
          const text = parts.join('');
          const pieces = sizes.reduce<{ rest: string; pieces: string[] }>(
            ({ rest, pieces }, size) => ({ rest: rest.slice(size), pieces: [...pieces, rest.slice(0, size)] }),
            { rest: text, pieces: [] },
          );
          expect(readAll([...pieces.pieces, pieces.rest])).toEqual(readAll([text]));
        },
      ),
    ));

  it('says how long to wait before the next connection', () => {
    const reader = createEventReader();
    reader.read('retry: 1500\nretry: soon\n');
    expect(reader.retryMs).toBe(1500);
  });

  it('that never ends an event is refused', () => {
    const reader = createEventReader();
    expect(() => reader.read(`data: ${'x'.repeat(9_000_000)}`)).toThrow(RangeError);
  });
});

const told = (id: string, status: string) =>
  `id: ${id}\nevent: workflow\ndata: ${JSON.stringify({ workflowId: 'wf_1', status })}\n\n`;
const stream = (text: string) => ({ text, headers: { 'content-type': 'text/event-stream' } });

describe('the events of a workflow', () => {
  it('end with its end, over as many connections as it takes', async () => {
    const { milaan, sent, clock } = createTestClient([
      stream(`${told('1', 'WORKFLOW_CREATED')}retry: 700\n${told('2', 'WORKFLOW_RECONCILING').slice(0, -5)}`),
      { isDropped: true },
      stream(
        `: alive\n\n${told('2', 'WORKFLOW_RECONCILING')}${told('3', 'WORKFLOW_COMPLETED')}${told('4', 'never seen')}`,
      ),
    ]);
    const seen: string[] = [];
    for await (const { status } of milaan.workflowEvents('wf_1')) seen.push(status);
    expect(seen).toEqual(['WORKFLOW_CREATED', 'WORKFLOW_RECONCILING', 'WORKFLOW_COMPLETED']);
    expect(sent.map(({ headers }) => headers.get('last-event-id'))).toEqual([null, '1', '1']);
    expect(sent[0]?.headers.get('accept')).toBe('text/event-stream');
    expect(clock.sleeps).toEqual([700, 50]);
    expect(clock.timers).toBe(0);
  });

  it('that never come are a ConnectionError', async () => {
    const { milaan, sent } = createTestClient([stream('')]);
    const read = async () => {
      for await (const _ of milaan.workflowEvents('wf_1'));
    };
    expect(await errorOf(read())).toMatchObject({ name: 'ConnectionError', operation: 'streamWorkflowEvents' });
    expect(sent).toHaveLength(3);
  });
});
