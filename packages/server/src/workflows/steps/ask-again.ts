import { countOf } from '@milaan/gst';
import { noteAsked } from '../../state/segments.ts';
import type { Workflow } from '../../state/tables/workflow-tables.ts';
import { changeWorkflow } from '../../state/workflows.ts';
import { dateInIndia } from '../india-time.ts';
import type { ReturnToAskAgain } from '../returns-to-ask-again.ts';
import { WorkflowFailure } from '../workflow-failure.ts';
import type { GovtDataSource, WorkflowParts } from '../workflow-parts.ts';
import { ASKED_AT_ONCE, FIRST_PLACE } from './bring-statements.ts';
import { fetchStatement } from './fetch-statement.ts';

/** Periods named in a note. */
const MOST_SAID = 12;

/** Failures after which the others of the same registration would fail alike, and those after which all would. */
const OF_REGISTRATION: ReadonlySet<string> = new Set(['gstn_session_required', 'gstn_access_denied']);
const OF_PROVIDER: ReadonlySet<string> = new Set(['quota_exhausted', 'upstream_timeout']);

/** A statement that is used as it was brought, and why no newer one is. */
interface UsedAsHeld {
  readonly asked: ReturnToAskAgain;
  readonly reason: string;
}

/**
 * Asks the provider whether statements that it brought say something else by now; what is new does not count yet. What
 * cannot be had now fails nothing: the statement that is held is used.
 * @returns sentences for the report on those that are used as they were held
 */
export async function askAgain(
  parts: WorkflowParts,
  workflow: Workflow,
  returns: readonly ReturnToAskAgain[],
  source: GovtDataSource,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const waiting = [...returns.entries()];
  const used: UsedAsHeld[] = [];
  const reasons = new Map<string, string>();
  let done = 0;
  const ask = async (asked: ReturnToAskAgain, place: number): Promise<string | null> => {
    try {
      const fetched = await fetchStatement(parts, workflow, { ...asked, place }, source, signal);
      if (fetched === 'unchanged') await noteAsked(parts.state.db, asked.last.id, new Date(parts.clock.nowMs()));
      if (fetched === 'emptied') return 'The provider says that there are no documents any more.';
      return fetched === 'notThere' ? 'The provider has no such statement now.' : null;
    } catch (error) {
      if (!(error instanceof WorkflowFailure)) throw error;
      const { code, detail } = error.problem;
      if (OF_REGISTRATION.has(code)) reasons.set(asked.gstin, detail);
      if (OF_PROVIDER.has(code)) reasons.set('', detail);
      return detail;
    }
  };
  const askAll = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, asked] = next;
      signal.throwIfAborted();
      const reason = reasons.get('') ?? reasons.get(asked.gstin) ?? (await ask(asked, FIRST_PLACE + index));
      if (reason !== null) used.push({ asked, reason });
      const progress = { done: ++done, total: returns.length, unit: 'statements' };
      await changeWorkflow(parts.state.db, workflow.id, new Date(parts.clock.nowMs()), { progress });
    }
  };
  const endings = await Promise.allSettled(Array.from({ length: ASKED_AT_ONCE }, askAll));
  const failed = endings.find((ending) => ending.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return notesOf(used);
}

/** One sentence for each registration and reason. */
function notesOf(used: readonly UsedAsHeld[]): readonly string[] {
  const groups = new Map<string, UsedAsHeld[]>();
  for (const one of used) {
    const name = `${one.asked.gstin} ${one.reason}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { gstin, last } = first.asked;
    const statement = last.side.replace('_', '-');
    return `The ${statement} of ${gstin} could not be brought anew and is used as it was held: ${periodsOf(group)}. ${first.reason}`;
  });
}

/** `092026 as of 2026-11-14, 102026 as of 2026-11-15`, for so many as can be read in a sentence. */
function periodsOf(group: readonly UsedAsHeld[]): string {
  const said = group.slice(0, MOST_SAID).map(({ asked: { period, last } }) => {
    return `${period} as of ${dateInIndia(last.askedAt)}`;
  });
  const more = group.length - said.length;
  return `${said.sort().join(', ')}${more > 0 ? ` and ${countOf(more, 'more period')}` : ''}`;
}
