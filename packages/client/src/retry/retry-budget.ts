/** In tenths of a token, so that the sums are exact: 10 tokens, 0.1 for each success. */
const FULL = 100;
const PER_SUCCESS = 1;
const PER_TOKEN = 10;

/** Keeps a client from adding its retries to the troubles of a service: a bucket of tokens for one base URL. */
export interface RetryBudget {
  readonly tokens: number;
  onSuccess(): void;
  onFailure(cost: number): void;
}

export function createRetryBudget(): RetryBudget {
  let tenths = FULL;
  return {
    get tokens() {
      return tenths / PER_TOKEN;
    },
    onSuccess() {
      tenths = Math.min(FULL, tenths + PER_SUCCESS);
    },
    onFailure(cost) {
      tenths = Math.max(0, tenths - cost * PER_TOKEN);
    },
  };
}

/** The budgets of all base URLs that a process talks to: all of its clients of one URL share one. */
export interface RetryBudgets {
  of(origin: string): RetryBudget;
}

export function createRetryBudgets(): RetryBudgets {
  const budgets = new Map<string, RetryBudget>();
  return {
    of(origin) {
      const known = budgets.get(origin) ?? createRetryBudget();
      budgets.set(origin, known);
      return known;
    },
  };
}

export const processBudgets: RetryBudgets = createRetryBudgets();
