/**
 * SQLSTATE classes that say "not now" and not "never": connection, transactions that got into each other's way,
 * resources, operator's intervention, system error.
 */
const UNAVAILABLE_CLASSES = new Set(['08', '40', '53', '57', '58']);

/** `idle_in_transaction_session_timeout` and `transaction_timeout`: this process was held up in the middle of a transaction. */
const HELD_UP_CODES = new Set(['25P03', '25P04']);

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** Sentences of `pg`, which gives these failures no code. */
const DRIVER_SENTENCES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Cannot use a pool after calling end',
  'Query read timeout',
  'PGlite is closed',
];

/**
 * Whether an error says that the database cannot be used now: down, unreachable, out of connections, or too slow.
 * Anything else that a query throws is our own mistake.
 */
export function isDatabaseFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') {
    if (NETWORK_CODES.has(error.code)) return true;
    if (/^[0-9A-Z]{5}$/.test(error.code))
      return HELD_UP_CODES.has(error.code) || UNAVAILABLE_CLASSES.has(error.code.slice(0, 2));
  }
  if (error instanceof AggregateError) return error.errors.some(isDatabaseFailure);
  return DRIVER_SENTENCES.some((sentence) => error.message.includes(sentence));
}
