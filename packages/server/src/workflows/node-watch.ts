import type { Clock } from '../injected/clock.ts';
import { forgetNodes, keepNodeAlive, listNodesOn, listSilentNodes, markNodeGone } from '../state/nodes.ts';
import type { StateDatabase } from '../state/open-state.ts';
import { isProcessAlive, PROCESS_SPACE } from '../state/process-space.ts';

/** A node that was not seen for so long is taken for dead. Should it only be frozen, it finds its steps done. */
const SILENT_MS = 15_000;

/** Knows which other nodes have died. */
export interface NodeWatch {
  /** Says that this node lives. @returns the nodes that do not, whose work is to be taken over */
  beat(): Promise<readonly string[]>;
  /** After their work was taken over. */
  forget(ids: readonly string[]): Promise<void>;
  /** Says that this node has gone. */
  end(): Promise<void>;
}

export function createNodeWatch(db: StateDatabase, clock: Clock, id: string): NodeWatch {
  const own = { id, host: PROCESS_SPACE, pid: process.pid };
  let lastBeatMs: number | null = null;
  /** A process of this machine that is not there any more needs no wait. */
  const deadHere = async (): Promise<readonly string[]> =>
    (await listNodesOn(db, own.host))
      .filter((node) => node.id !== id && !isProcessAlive(node.pid))
      .map((node) => node.id);
  return {
    async beat() {
      const nowMs = clock.nowMs();
      // Whoever could not reach the database itself must not take the silence of the others for death.
      const mayJudge = lastBeatMs === null || nowMs - lastBeatMs < SILENT_MS;
      lastBeatMs = null;
      await keepNodeAlive(db, own);
      const silent = mayJudge ? await listSilentNodes(db, SILENT_MS) : [];
      const dead = new Set([...silent, ...(await deadHere())]);
      dead.delete(id);
      lastBeatMs = clock.nowMs();
      return [...dead];
    },
    forget: (ids) => forgetNodes(db, ids),
    end: () => markNodeGone(db, id),
  };
}
