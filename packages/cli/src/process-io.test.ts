import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProcessIo } from './process-io.ts';

const exit = vi.spyOn(process, 'exit');
beforeEach(() => {
  vi.useFakeTimers();
  // The declared type says that it never returns; here it must.
  exit.mockImplementation(() => undefined as never);
});
afterEach(() => {
  vi.useRealTimers();
  exit.mockReset();
});

describe('createProcessIo', () => {
  it('the first signal aborts, so that the run can clean up by itself', () => {
    const { io, dispose } = createProcessIo();
    const cleanUp = vi.fn();
    io.onForcedExit(cleanUp);
    process.emit('SIGTERM', 'SIGTERM');
    expect(io.signal).toMatchObject({ aborted: true, reason: 'SIGTERM' });
    expect(cleanUp).not.toHaveBeenCalled();
    expect(exit).not.toHaveBeenCalled();
    dispose();
  });

  it('the second one cleans up and ends the process', () => {
    const { io, dispose } = createProcessIo();
    const cleanUp = vi.fn();
    io.onForcedExit(cleanUp);
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGINT', 'SIGINT');
    expect(cleanUp).toHaveBeenCalledOnce();
    expect(exit).toHaveBeenCalledExactlyOnceWith(130);
    dispose();
  });

  it('so does a run that does not come to an end within ten seconds', () => {
    const { io, dispose } = createProcessIo();
    const cleanUp = vi.fn();
    const forget = io.onForcedExit(vi.fn());
    io.onForcedExit(cleanUp);
    forget();
    process.emit('SIGTERM', 'SIGTERM');
    vi.advanceTimersByTime(9_999);
    expect(exit).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(cleanUp).toHaveBeenCalledOnce();
    expect(exit).toHaveBeenCalledExactlyOnceWith(143);
    dispose();
  });

  it('a run that needs longer to end may say so before', () => {
    const { io, dispose } = createProcessIo();
    io.allowToStopIn(40_000);
    process.emit('SIGTERM', 'SIGTERM');
    vi.advanceTimersByTime(39_999);
    expect(exit).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(exit).toHaveBeenCalledExactlyOnceWith(143);
    dispose();
  });

  it('ends the process even where cleaning up fails', () => {
    const { io, dispose } = createProcessIo();
    io.onForcedExit(() => {
      throw new Error('busy');
    });
    process.emit('SIGINT', 'SIGINT');
    expect(() => process.emit('SIGINT', 'SIGINT')).toThrow('busy');
    expect(exit).toHaveBeenCalledExactlyOnceWith(130);
    dispose();
  });

  it('leaves no handler behind', () => {
    const before = process.listenerCount('SIGINT');
    createProcessIo().dispose();
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});
