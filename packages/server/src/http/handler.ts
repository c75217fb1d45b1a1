import type { Operation, OperationCode, OperationId, OperationSuccess, Problem, RequestOf } from '@milaan/contract';
import type { Caller } from '../auth/caller.ts';
import type { NewAuditEntry } from '../state/audit-entries.ts';
import type { StateDatabase } from '../state/open-state.ts';
import type { Client } from '../state/tables.ts';
import type { Notes } from '../state/write-down.ts';
import type { MaybeLater } from './maybe-later.ts';
import type { ServerContext } from './server-context.ts';

type CallerOf<Auth> = Auth extends 'token' ? Caller : Auth extends 'clientSecret' ? Client : null;

/** A request that has passed everything in front of its handler. */
export interface HandledRequest<Id extends OperationId> {
  readonly request: RequestOf<Operation<Id>>;
  /** Whoever the credentials of the operation speak for. */
  readonly caller: CallerOf<Operation<Id>['auth']>;
  /** A transaction where the operation is a POST or a DELETE: all of its effect commits, with the record of its key. */
  readonly db: StateDatabase;
  readonly now: Date;
  /** The body where it is stored and not read as JSON; see `readRawBody`. Empty for any other operation. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Of this request, as the log and the audit log know it. */
  readonly requestId: string;
  /** Runs once the effect is committed, not when it is rolled back. */
  readonly onCommit: (reaction: () => void) => void;
  /** Entries of the audit log that are written with the effect; see `recordAction`. */
  readonly audit: (entry: NewAuditEntry) => void;
}

/** A body that is JSON text already and is sent as it is: its numbers keep their digits. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type OrText<Success> = Success extends { readonly mediaType: string }
  ? Success
  : Success | (Omit<Success, 'body'> & { readonly body: JsonText });

/** The answer of success; `headers` are those that the contract lists for it. */
export type Succeeded<Id extends OperationId> = OrText<OperationSuccess<Id>> & {
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * What one operation does. It gives one of its own successes, or one of its own failures: a status or code that the
 * contract does not list for the operation does not compile. A failure undoes what was written.
 */
export type Handler<Id extends OperationId> = (
  handled: HandledRequest<Id>,
  server: ServerContext,
) => MaybeLater<Succeeded<Id> | Problem<OperationCode<Id>>>;

/** What a prepared handler does with the transaction. */
export type Effect<Id extends OperationId> = (
  handled: Pick<HandledRequest<Id>, 'db' | 'onCommit' | 'audit'>,
) => MaybeLater<Succeeded<Id> | Problem<OperationCode<Id>>>;

/**
 * A writing operation that first needs what takes long, such as a look at the object store: `prepare` runs before the
 * transaction, which with the embedded database would hold the only connection, and gives what runs in it.
 */
export interface PreparedHandler<Id extends OperationId> {
  prepare(
    handled: Omit<HandledRequest<Id>, 'onCommit' | 'audit'>,
    server: ServerContext,
  ): Promise<Effect<Id> | Problem<OperationCode<Id>>>;
}

/** An effect that a single statement makes. What it answers is known before, so that its notes are written with it. */
export interface Writing<Id extends OperationId> {
  readonly outcome: Succeeded<Id>;
  readonly entries: readonly NewAuditEntry[];
  /** Writes the effect and the notes, or nothing. @returns why it is refused after all */
  write(db: StateDatabase, notes: Notes): Promise<Problem<OperationCode<Id>> | null>;
  onWritten(): void;
}

/**
 * A writing operation whose effect is a single statement, so that its callers wait for no transaction. `plan` changes
 * nothing. It may run once more under a key that has run already: that is seen only when the statement finds the record of
 * the key, or when something refuses.
 */
export interface PlannedHandler<Id extends OperationId> {
  plan(
    handled: Omit<HandledRequest<Id>, 'onCommit' | 'audit'>,
    server: ServerContext,
  ): Promise<Writing<Id> | Problem<OperationCode<Id>>>;
}

export type AnyHandler<Id extends OperationId> = Handler<Id> | PreparedHandler<Id> | PlannedHandler<Id>;

export const isProblem = (result: object): result is Problem => 'code' in result;
