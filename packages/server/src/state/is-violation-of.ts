/** `unique_violation` in SQLSTATE. */
const UNIQUE_VIOLATION = '23505';

/** Whether a statement failed because this unique index has its row already. */
export const isViolationOf = (error: unknown, index: string): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === UNIQUE_VIOLATION &&
  'constraint' in error &&
  error.constraint === index;
