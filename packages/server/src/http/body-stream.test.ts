import { describe, expect, it } from 'vitest';
import { followStream } from './body-stream.ts';

const streamOf = (...texts: string[]) => new Blob(texts).stream() as ReadableStream<Uint8Array>; // the DOM's own type

describe('a followed stream', () => {
  it('gives all bytes and tells of its end once', async () => {
    let ends = 0;
    const followed = followStream(streamOf('a', 'b', 'c'), () => ends++);
    expect(ends).toBe(0);
    expect(await new Response(followed).text()).toBe('abc');
    expect(ends).toBe(1);
  });

  it('tells when its reader leaves, and lets the source go', async () => {
    let ends = 0;
    let reason: unknown;
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(10)),
      cancel: (given) => {
        reason = given;
      },
    });
    const reader = followStream(source, () => ends++).getReader();
    await reader.read();
    await reader.cancel('enough');
    expect([ends, reason]).toEqual([1, 'enough']);
  });

  it('passes the failure of its source on', async () => {
    let ends = 0;
    const source = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('away')) });
    const followed = followStream(source, () => ends++);
    await expect(new Response(followed).text()).rejects.toThrow('away');
    expect(ends).toBe(1);
  });
});
