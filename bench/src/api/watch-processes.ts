import { readdirSync, readFileSync } from 'node:fs';

/** What a process and all its descendants have used since the watch began. */
export interface UsedResources {
  /** The most that they held resident together. */
  readonly peakBytes: number;
  /** Tells work from waiting when the machine is shared. */
  readonly processorSeconds: number;
}

export interface ProcessWatch {
  /** Null where the system does not say. */
  stop(): UsedResources | null;
}

const LOOK_EVERY_MS = 100;
const PAGE_BYTES = 4096;
/** What Linux counts processor time in. */
const TICKS_PER_SECOND = 100;

interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly residentBytes: number;
  /** Of itself and of the children that have ended. */
  readonly processorSeconds: number;
}

/** Of `/proc/<pid>/stat`, behind the name: the parent is the 2nd field, times are the 12th to 15th, the resident pages the 22nd. */
const readProcess = (pid: number): ProcessFacts[] => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    const residentBytes = Number(fields[21]) * PAGE_BYTES;
    return [{ pid, parent: Number(fields[1]), residentBytes, processorSeconds: ticks / TICKS_PER_SECOND }];
  } catch {
    return []; // It has ended meanwhile.
  }
};

const familyOf = (root: number): ProcessFacts[] => {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
  const family = new Set([root]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid));
};

const sumOf = (family: readonly ProcessFacts[], fact: 'residentBytes' | 'processorSeconds'): number =>
  family.reduce((sum, facts) => sum + facts[fact], 0);

/** Watches a process and its descendants, on Linux. */
export function watchProcesses(pid: number): ProcessWatch {
  if (process.platform !== 'linux') return { stop: () => null };
  const first = familyOf(pid);
  const secondsBefore = sumOf(first, 'processorSeconds');
  let peakBytes = sumOf(first, 'residentBytes');
  const looking = setInterval(() => {
    peakBytes = Math.max(peakBytes, sumOf(familyOf(pid), 'residentBytes'));
  }, LOOK_EVERY_MS);
  return {
    stop: () => {
      clearInterval(looking);
      return { peakBytes, processorSeconds: sumOf(familyOf(pid), 'processorSeconds') - secondsBefore };
    },
  };
}
