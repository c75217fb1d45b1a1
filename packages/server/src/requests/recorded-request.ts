import type { ErrorCode, Fault, RecordedFault } from '@milaan/contract';
import type { Answer } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';

/** What is kept of a request: all that its answer was made of but for what its sender wrote. */
export interface RecordedRequest {
  readonly requestId: string;
  readonly method: string;
  readonly operationId: string | null;
  readonly status: number;
  readonly code: ErrorCode | null;
  readonly durationMs: number;
  readonly retryAfterMs: number | null;
  readonly errors: readonly RecordedFault[];
  readonly callerRequestId: string | null;
  readonly clientId: string | null;
  readonly isSimulated: boolean;
  readonly originalRequest: string | null;
}

/** A request that has just been answered; its faults still hold their sentences. */
export interface AnsweredRequest extends Omit<RecordedRequest, 'errors'> {
  readonly workspaceId: string;
  readonly param: string | null;
  readonly faults: readonly Fault[];
}

const NO_FAULTS: readonly Fault[] = [];

/**
 * Written out member by member: this runs for every request. Nothing of the exchange itself stays, which holds the
 * socket. @returns null where nobody knows whose it was
 */
export function answeredRequest(exchange: Exchange, answer: Answer, durationMs: number): AnsweredRequest | null {
  const { owner, failure } = exchange;
  if (owner === null) return null;
  return {
    workspaceId: owner.workspaceId,
    clientId: owner.clientId,
    requestId: exchange.requestId,
    method: exchange.method,
    operationId: exchange.operationId,
    status: answer.status,
    code: failure === null ? null : failure.code,
    durationMs: Math.round(durationMs * 10) / 10,
    retryAfterMs: failure === null ? null : failure.retryAfterMs,
    param: failure === null ? null : failure.param,
    faults: failure === null ? NO_FAULTS : failure.errors,
    callerRequestId: exchange.callerRequestId,
    isSimulated: exchange.simulation !== null,
    originalRequest: answer.headers['original-request'] ?? null,
  };
}

/** A name that was sent may be long, or a credential that got where a name belongs. */
const NAME_LENGTH = 200;
const CREDENTIAL = /m(?:cs|at)_(?:live|sandbox)_[\w-]*/g;

const nameOf = (text: string | null): string | null =>
  text === null ? null : text.replace(CREDENTIAL, '…').slice(0, NAME_LENGTH);

/** Names where each fault was; the sentences, which may quote what was sent, stay behind. */
export function recordedRequest(answered: AnsweredRequest): RecordedRequest {
  const { code, param, faults } = answered;
  // All that most requests have; the members that are not stored do no harm.
  if (code === null) return { ...answered, errors: [] };
  const where = faults.map((fault) => ({
    code: fault.code,
    pointer: nameOf(fault.pointer),
    param: nameOf(fault.param),
  }));
  const isOne = where.length === 0 && param !== null;
  return { ...answered, errors: isOne ? [{ code, pointer: null, param: nameOf(param) }] : where };
}
