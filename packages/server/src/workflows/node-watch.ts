import type { Clock } from '../injected/clock.ts';
import { forgetNodes, keepNodeAlive, listNodes, listSilentNodes, markNodeGone } from '../state/nodes.ts';
import type { StateDatabase } from '../state/open-state.ts';
import { isProcessAlive, PROCESS_SPACE } from '../state/process-space.ts';

/** A node that was not seen for so long is taken for dead. Should it only be frozen, it finds its steps done. */
const SILENT_MS = 15_000;

/** Knows which other nodes have died. */
export interface NodeWatch {
  /** Says that this node lives, before it takes on any work: that of one that nobody knew would be nobody's. */
  begin(): Promise<void>;
  /**
   * Says that this node lives. `atWork` tells which nodes have work, whether they live or not.
   * @returns the nodes that do not, whose work is to be taken over
   */
  beat(atWork: () => Promise<readonly string[]>): Promise<readonly string[]>;
  /** After their work was taken over. */
  forget(ids: readonly string[]): Promise<void>;
  /** Says that this node has gone. */
  end(): Promise<void>;
}

export function createNodeWatch(db: StateDatabase, clock: Clock, id: string): NodeWatch {
  const own = { id, host: PROCESS_SPACE, pid: process.pid };
  let lastBeatMs: number | null = null;
  return {
    begin: () => keepNodeAlive(db, own),
    async beat(atWork) {
      const nowMs = clock.nowMs();
      // Whoever could not reach the database itself must not take the silence of the others for death.
      const mayJudge = lastBeatMs === null || nowMs - lastBeatMs < SILENT_MS;
      lastBeatMs = null;
      await keepNodeAlive(db, own);
      // Before the list of nodes: whoever has begun meanwhile is in that.
      const working = mayJudge ? await atWork() : [];
      const silent = mayJudge ? await listSilentNodes(db, SILENT_MS) : [];
      const nodes = await listNodes(db);
      // A process of this machine that is not there any more needs no wait.
      const deadHere = nodes
        .filter(({ host, pid }) => host === own.host && !isProcessAlive(pid))
        .map((node) => node.id);
      // One that was taken for dead, took on work when it came back, and died before it could say that it lives.
      const unknown = working.filter((one) => nodes.every((node) => node.id !== one));
      const dead = new Set([...silent, ...deadHere, ...unknown]);
      dead.delete(id);
      lastBeatMs = clock.nowMs();
      return [...dead];
    },
    forget: (ids) => forgetNodes(db, ids),
    end: () => markNodeGone(db, id),
  };
}
