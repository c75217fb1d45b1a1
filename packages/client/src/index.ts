export { type Answer, createMilaanClient, type MilaanClient } from './create-milaan-client.ts';
export * from './errors/milaan-error.ts';
export type * from './files/result-lines.ts';
export type { UploadedFile } from './files/upload.ts';
export type { FileContentType, TemplateType, UploadContent, UploadFile } from './files/upload-content.ts';
export type * from './generated/contract.ts';
export { OPERATIONS } from './generated/contract.ts';
export type { AttemptEnd, AttemptRecord, CallName, OnRetry, RetryEvent } from './http/attempt-record.ts';
export { type Clock, systemClock } from './injected/clock.ts';
export type { Page, Pages } from './pages/pages.ts';
export type { ReconcileArgs, ReconcileOptions, ReconcileProgress, Reconciliation } from './reconcile/reconcile.ts';
export { createRetryBudgets, type RetryBudget, type RetryBudgets } from './retry/retry-budget.ts';
export type { RetryHints } from './retry/retry-hints.ts';
export {
  type Failure,
  type RetryDecision,
  type RetryState,
  type StopReason,
  shouldRetry,
} from './retry/should-retry.ts';
export type { CallOptions, RetryOptions } from './settings/call-options.ts';
export type { ClientSettings, Surroundings } from './settings/settings.ts';
export type { WaitOptions } from './tasks/wait-options.ts';
export {
  type ReceivedWebhook,
  type VerifiedWebhook,
  verifyWebhook,
  type WebhookFault,
  type WebhookMessage,
  WebhookVerificationError,
} from './webhooks/verify-webhook.ts';
