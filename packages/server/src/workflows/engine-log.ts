import type { WorkflowParts } from './workflow-parts.ts';

/** A database that is away is said once in a while and not with each look at it. */
const QUIET_MS = 60_000;
const MOST_CHARACTERS = 300;
/** Kinds of messages that are told apart. */
const MOST_KINDS = 100;

/** What the engine says of itself, in our log: each kind of message once a minute. It knows ids only, and no figure. */
export function createEngineLog({ log, clock }: Pick<WorkflowParts, 'log' | 'clock'>): (message: unknown) => void {
  const toldMs = new Map<string, number>();
  return (message) => {
    const text = (message instanceof Error ? message.message : String(message)).slice(0, MOST_CHARACTERS);
    const kind = text.replace(/[0-9a-f-]{8,}|\d+/gi, '#').slice(0, 60);
    const nowMs = clock.nowMs();
    if (nowMs - (toldMs.get(kind) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
    if (toldMs.size >= MOST_KINDS) toldMs.clear();
    toldMs.set(kind, nowMs);
    log.onEvent('workflow engine', { message: text });
  };
}
