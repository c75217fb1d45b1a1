import { createHmac } from 'node:crypto';
import type { Randomness } from '../injected/randomness.ts';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

/** A new secret of a webhook: `whsec_` and 32 bytes in base64 (Standard Webhooks). */
export const createWebhookSecret = (randomness: Randomness): string =>
  PREFIX + Buffer.from(randomness.bytes(SECRET_BYTES)).toString('base64');

/** What is signed and sent. */
export interface Message {
  readonly id: string;
  /** When this attempt is made, in whole seconds since 1970. */
  readonly timestampSeconds: number;
  /** The body exactly as it is sent. */
  readonly payload: string;
}

/** The headers by which a receiver knows that a message is ours, whole, and new (Standard Webhooks, version 1). */
export function signatureHeaders({ id, timestampSeconds, payload }: Message, secret: string): Record<string, string> {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestampSeconds}.${payload}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': `v1,${signature}`,
  };
}
