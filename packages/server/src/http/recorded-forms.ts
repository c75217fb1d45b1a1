import type { RecordedForm } from './recorded-form.ts';
import { recordedWebhook } from './webhooks/recorded-webhook.ts';

/** Operations whose answers show a secret. The others are kept as they were sent. */
const FORMS: Readonly<Record<string, RecordedForm>> = { createWebhook: recordedWebhook };

export const recordedFormOf = (operationId: string | null): RecordedForm | undefined => FORMS[operationId ?? ''];
