import type { IngestionMessage, WorkflowMessage } from '../generated/contract.ts';

/** What a webhook of Milaan tells of. */
export type WebhookMessage = WorkflowMessage | IngestionMessage;

/** Why a webhook is not to be believed. */
export type WebhookFault =
  | 'header_missing'
  | 'timestamp_invalid'
  | 'timestamp_too_old'
  | 'timestamp_too_new'
  | 'signature_mismatch'
  | 'body_malformed';

/** A request that did not come from Milaan, was altered, or is too old. Answer it with a 400 and do nothing. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
  readonly fault: WebhookFault;

  constructor(fault: WebhookFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

type HeaderSource = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ReceivedWebhook {
  /** The `whsec_…` of the webhook; several while one is being replaced by another. */
  readonly secret: string | readonly string[];
  /** Of the request: `Headers`, or Node's `request.headers`. */
  readonly headers: HeaderSource;
  /** The body exactly as it came, before anything parsed it. */
  readonly body: string | Uint8Array;
  /** How far its time may be from ours, either way; default 300. */
  readonly toleranceSeconds?: number | undefined;
  /** Milliseconds since 1970; default now. */
  readonly nowMs?: number | undefined;
}

/** A webhook that is what it says it is. */
export interface VerifiedWebhook<Event> {
  /** The same for every delivery of one event: keep it, and do nothing when it comes again. */
  readonly id: string;
  readonly sentAt: Date;
  readonly event: Event;
}

/** More signatures than anybody needs to replace a secret; the rest is not looked at. */
const MOST_SIGNATURES = 16;
const USUAL_TOLERANCE_SECONDS = 300;

function headerOf(headers: HeaderSource, name: string): string {
  if (headers instanceof Headers) return headers.get(name) ?? '';
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : (found?.join(',') ?? '');
}

function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

/** @throws {TypeError} when it is no secret of a webhook */
function importSecret(secret: string) {
  const bytes = bytesOfBase64(secret.replace(/^whsec_/, ''));
  if (bytes === null || bytes.length === 0) throw new TypeError('The secret of a webhook is whsec_ and base64.');
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

function sentAtOf(text: string, nowMs: number, toleranceSeconds: number): Date {
  if (!/^\d{1,12}$/.test(text))
    throw new WebhookVerificationError('timestamp_invalid', 'webhook-timestamp is not a number of seconds.');
  const ageSeconds = nowMs / 1000 - Number(text);
  if (ageSeconds > toleranceSeconds)
    throw new WebhookVerificationError('timestamp_too_old', `The webhook is older than ${toleranceSeconds} s.`);
  if (-ageSeconds > toleranceSeconds)
    throw new WebhookVerificationError('timestamp_too_new', 'The webhook is from the future: look at the clocks.');
  return new Date(Number(text) * 1000);
}

/** `v1,<base64>` several times with spaces between; those of other versions are passed over. */
const signaturesOf = (header: string): readonly Uint8Array<ArrayBuffer>[] =>
  header
    .split(/[ ,]*(?=\bv\d+\w*,)/)
    .slice(0, MOST_SIGNATURES)
    .flatMap((part) => bytesOfBase64(/^v1,([A-Za-z0-9+/=]+)\s*$/.exec(part)?.[1] ?? '') ?? [])
    .filter((signature) => signature.length > 0);

/**
 * Checks a webhook (Standard Webhooks 1.0) and reads it. Signatures are compared by WebCrypto, in constant time, and
 * every one of them with every secret.
 * @throws {WebhookVerificationError} when it is not to be believed
 *
 * @example
 * const { id, event } = await verifyWebhook({ secret, headers: request.headers, body: await request.text() });
 */
export async function verifyWebhook<Event = WebhookMessage>(
  received: ReceivedWebhook,
): Promise<VerifiedWebhook<Event>> {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => {
    const value = headerOf(received.headers, name);
    if (value === '') throw new WebhookVerificationError('header_missing', `The header ${name} is missing.`);
    return value;
  }) as [string, string, string]; // one for each of the three names
  const { toleranceSeconds = USUAL_TOLERANCE_SECONDS, nowMs = Date.now() } = received;
  const sentAt = sentAtOf(timestamp, nowMs, toleranceSeconds);
  const encoder = new TextEncoder();
  const body = typeof received.body === 'string' ? encoder.encode(received.body) : received.body;
  const head = encoder.encode(`${id}.${timestamp}.`);
  const signed = new Uint8Array(head.length + body.length);
  signed.set(head);
  signed.set(body, head.length);
  const secrets = typeof received.secret === 'string' ? [received.secret] : received.secret;
  const keys = await Promise.all(secrets.map(async (secret) => importSecret(secret)));
  const checks = keys.flatMap((key) =>
    signaturesOf(signatures).map((signature) => crypto.subtle.verify('HMAC', key, signature, signed)),
  );
  if (!(await Promise.all(checks)).includes(true))
    throw new WebhookVerificationError('signature_mismatch', 'No signature fits the webhook and the secret.');
  return { id, sentAt, event: parse(body) };
}

function parse<Event>(body: Uint8Array): Event {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new WebhookVerificationError('body_malformed', 'The body of the webhook is not JSON.');
  }
}
