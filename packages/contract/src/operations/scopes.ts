/** What a client may do. A client also has a list of PANs, or all of them. */
export const SCOPES = {
  'config:read': 'Read the configuration.',
  'config:write': 'Change the configuration.',
  'purchase:write': 'Upload and ingest purchase documents and portal files.',
  'reconciliation:write': 'Trigger reconciliations.',
  'reconciliation:read': 'Read the state and the results of reconciliations and ingestions.',
  'webhooks:read': 'Read the webhooks and their deliveries.',
  'webhooks:write': 'Add and delete webhooks, and send deliveries again.',
  'audit:read': 'Read the audit log.',
} as const;

export type Scope = keyof typeof SCOPES;

/** True for a scope of the list. */
export const isScope = (text: string): text is Scope => Object.hasOwn(SCOPES, text);
