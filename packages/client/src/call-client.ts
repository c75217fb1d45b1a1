import { createTokenKeeper, givenTokens } from './auth/token-keeper.ts';
import type { OperationId, Operations } from './generated/contract.ts';
import { buildTarget, type Input, rowOf, withHeader } from './http/build-target.ts';
import type { Call, TokenSource } from './http/call.ts';
import { checkIdempotencyKey, createIdempotencyKey } from './http/idempotency-key.ts';
import type { Failed, Success, Target } from './http/outcome.ts';
import { send } from './http/send.ts';
import { type CallGate, createCallGate } from './retry/call-gate.ts';
import type { RetryBudget } from './retry/retry-budget.ts';
import type { CallOptions } from './settings/call-options.ts';
import { type ResolvedSettings, resolveRetry } from './settings/settings.ts';

/** What can be done beyond a plain call. */
export interface CallDetails {
  readonly wants?: Target['wants'];
  readonly isLong?: boolean;
}

/** Sends calls of the contract and requests to signed URLs; everything else of the client stands on these two. */
export interface CallClient {
  readonly settings: ResolvedSettings;
  call(operation: OperationId, input: Input, options: CallOptions, details?: CallDetails): Promise<Success>;
  /** A request to a URL that is the permission itself: no token goes with it. */
  sendToUrl(
    target: Omit<Target, 'followsRedirects'>,
    name: 'uploadFile' | 'downloadFile',
    options: CallOptions,
  ): Promise<Success>;
  budgetOf(url: string): RetryBudget;
}

/** The header that carries an auth token. `Authorization: Bearer` is not used, since proxies often want it for themselves. */
const TOKEN_HEADER = 'x-cleartax-auth-token';

export function createCallClient(settings: ResolvedSettings): CallClient {
  const { clock, budgets, baseUrl, clientSecret } = settings;
  const gate: CallGate<Failed> = createCallGate(clock);
  const budgetOf = (url: string) => budgets.of(url.startsWith(`${baseUrl}/`) ? baseUrl : new URL(url).origin);

  const getToken = async () => {
    const target = withHeader(
      buildTarget('getAuthToken', {}, {}, settings),
      'x-clear-client-secret',
      clientSecret ?? '',
    );
    const { body, headers } = await send(
      { ...plain, operation: 'getAuthToken', targetOf: () => target, retry: settings.retry },
      settings,
    );
    const given = body as Operations['getAuthToken']['output']; // what the contract says of this call
    const serverNowMs = Date.parse(headers.get('date') ?? '');
    return {
      text: given.access_token,
      validTill: given.valid_till,
      serverNowMs: Number.isNaN(serverNowMs) ? null : serverNowMs,
    };
  };
  const tokensOf = (): TokenSource | null => {
    if (clientSecret !== null) return createTokenKeeper(getToken, clock);
    return settings.token === null ? null : givenTokens(settings.token);
  };
  const tokens = tokensOf();
  const plain = {
    tokens: null,
    gate: null,
    isLong: false,
    budget: budgets.of(baseUrl),
    signal: undefined,
    idempotencyKey: null,
  } satisfies Partial<Call>;

  return {
    settings,
    budgetOf,
    async call(operation, input, options, { wants = 'json', isLong = false } = {}) {
      const { method, auth } = rowOf(operation);
      const retry = resolveRetry(settings.retry, options);
      const needsToken = auth === 'token';
      if (needsToken && tokens === null) throw new TypeError(`${operation} needs a clientSecret or a token.`);
      if (auth === 'clientSecret' && clientSecret === null) throw new TypeError(`${operation} needs a clientSecret.`);
      const idempotencyKey =
        method === 'POST' ? checkIdempotencyKey(options.idempotencyKey ?? createIdempotencyKey()) : null;
      const built = { ...buildTarget(operation, input, options.headers ?? {}, settings), wants };
      const keyed = idempotencyKey === null ? built : withHeader(built, 'idempotency-key', idempotencyKey);
      const target = auth === 'clientSecret' ? withHeader(keyed, 'x-clear-client-secret', clientSecret ?? '') : keyed;
      return send(
        {
          ...plain,
          operation,
          retry,
          idempotencyKey,
          isLong,
          signal: options.signal,
          tokens: needsToken ? tokens : null,
          gate: needsToken ? gate : null,
          targetOf: (token) => (token === null ? target : withHeader(target, TOKEN_HEADER, token)),
        },
        settings,
      );
    },
    async sendToUrl(target, name, options) {
      const retry = resolveRetry(settings.retry, options);
      const whole = { ...target, followsRedirects: true };
      const budget = budgetOf(target.url);
      return send(
        { ...plain, operation: name, targetOf: () => whole, budget, retry, signal: options.signal },
        settings,
      );
    },
  };
}
