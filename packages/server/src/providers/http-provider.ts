import { problem } from '@milaan/contract';
import type { Clock } from '../injected/clock.ts';
import { failWith, WorkflowFailure } from '../workflows/workflow-failure.ts';
import { addressOf, createAskProvider, type Place, ProviderAway, type ProviderReply } from './ask-provider.ts';
import { type Outcome, outcomeOf } from './error-outcomes.ts';
import type { GstProvider, WantedStatement } from './gst-provider.ts';
import { isOfAnother, type ProviderAnswer, readProviderAnswer } from './provider-answer.ts';
import type { ProviderFile } from './provider-file.ts';

/** Sections that are asked for one by one where the address has `{section}`. */
const SECTIONS_2A = ['B2B', 'B2BA', 'CDN', 'CDNA', 'ISD', 'IMPG', 'IMPGSEZ', 'ECOM', 'ECOMA', 'TDS', 'TCS'] as const;

/** Asked again so often while a statement is made or the provider is busy. */
const MOST_WAITS = 5;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60_000;
const MOST_PAGES = 500;

const UPSTREAM = { metadata: { upstream: 'GST provider' } } as const;
const nonsense = () => failWith('upstream_invalid_response', UPSTREAM);

/** What a call came to: a statement, or an outcome that is no failure by itself. */
type Reading = (Extract<ProviderAnswer, { kind: 'statement' }> & { readonly text: string }) | Outcome;

function outcomeOfReply({ status }: ProviderReply, answer: ProviderAnswer): Outcome | null {
  const codes = answer.kind === 'error' ? answer.codes : [];
  const known = codes.map(outcomeOf).find((outcome) => outcome !== null);
  if (known !== undefined) return known;
  if (status === 401) return 'session';
  if (status === 403) return 'denied';
  return status === 429 ? 'busy' : null;
}

function readReply(reply: ProviderReply, { side, gstin, returnPeriod }: WantedStatement): Reading {
  const answer = readProviderAnswer(reply.text, side);
  const outcome = outcomeOfReply(reply, answer);
  if (outcome !== null) return outcome;
  if (reply.status === 402) {
    throw failWith('quota_exhausted', {
      metadata: { quota: 'gstProvider', limit: 'the provider takes no more calls' },
    });
  }
  if (reply.status !== 200 || answer.kind !== 'statement') throw nonsense();
  if (isOfAnother(answer.node, gstin, returnPeriod)) throw nonsense();
  return { ...answer, text: reply.text };
}

/** A statement that the GST system says has no documents, in the form of one that has some. */
const emptyStatement = ({ side, gstin, returnPeriod }: WantedStatement): string =>
  JSON.stringify(
    side === 'GSTR_2B' ? { data: { gstin, rtnprd: returnPeriod, docdata: {} } } : { gstin, fp: returnPeriod, b2b: [] },
  );

/** A GST provider that is asked by HTTP and answers in JSON. */
export function createHttpProvider(file: ProviderFile, clock: Clock): GstProvider {
  const ask = createAskProvider(file);
  /** One call; waits while the statement is made. */
  const call = async (wanted: WantedStatement, place: Place, signal: AbortSignal): Promise<Reading> => {
    for (let waits = 0; ; waits++) {
      const reply = await ask(wanted, place, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        if (!(error instanceof ProviderAway)) throw error;
        throw new WorkflowFailure(problem(error.isSlow ? 'upstream_timeout' : 'upstream_invalid_response', UPSTREAM));
      });
      const reading = readReply(reply, wanted);
      if (reading !== 'queued' && reading !== 'busy') return reading;
      if (waits === MOST_WAITS) throw failWith('upstream_timeout', UPSTREAM);
      await clock.sleep(Math.min(LONGEST_WAIT_MS, reply.retryAfterMs ?? FIRST_WAIT_MS * 2 ** waits), signal);
      signal.throwIfAborted();
    }
  };

  const requireAccess = (reading: Reading, { gstin }: WantedStatement): Exclude<Reading, 'session' | 'denied'> => {
    if (reading === 'session') throw failWith('gstn_session_required', { metadata: { gstin } });
    if (reading === 'denied') throw failWith('gstn_access_denied', { metadata: { gstin } });
    return reading;
  };

  async function* pages(wanted: WantedStatement, signal: AbortSignal): AsyncIterable<string> {
    const first = requireAccess(await call(wanted, {}, signal), wanted);
    if (first === 'empty') yield emptyStatement(wanted);
    if (typeof first === 'string') return;
    if (first.pageCount > MOST_PAGES) throw nonsense();
    yield first.text;
    // An answer with a count and no documents announces the pages; one with documents is the first of them.
    const from = first.hasDocuments ? 2 : 1;
    if (!first.hasDocuments && first.node.fc === undefined) throw nonsense();
    for (let page = from; page <= first.pageCount; page++) {
      const next = requireAccess(await call(wanted, { page }, signal), wanted);
      if (typeof next === 'string' || !next.hasDocuments) throw incomplete(wanted, page - 1, first.pageCount);
      yield next.text;
    }
  }

  async function* sections(wanted: WantedStatement, signal: AbortSignal): AsyncIterable<string> {
    let isThere = false;
    for (const section of SECTIONS_2A) {
      const reading = requireAccess(await call(wanted, { section }, signal), wanted);
      // Half a statement would pass for a whole one.
      if (reading === 'notThere' && isThere) throw nonsense();
      if (reading === 'notThere') return;
      if (typeof reading === 'string') continue;
      isThere = true;
      yield JSON.stringify({ gstin: wanted.gstin, fp: wanted.returnPeriod, ...reading.node });
    }
    if (!isThere) yield emptyStatement(wanted);
  }

  return {
    async *pull(wanted, signal) {
      const address = addressOf(file, wanted.side);
      if (address === undefined) return;
      yield* address.includes('{section}') ? sections(wanted, signal) : pages(wanted, signal);
    },
  };
}

function incomplete({ gstin, returnPeriod: period }: WantedStatement, had: number, count: number): WorkflowFailure {
  const parts = `${had} of ${count}`;
  const pairs = `${gstin} (${period}), ${parts} files`;
  return failWith('govt_data_incomplete', {
    metadata: { pairs, incompleteCount: 1, incomplete: [{ gstin, period, parts }] },
  });
}
