import { refuse } from '../http/refusal.ts';
import type { Caller } from './caller.ts';

/** @throws Refusal `scope_insufficient` when the caller's token does not cover the scope. */
export function requireScope(caller: Caller, scope: string): void {
  if (caller.scopes === null || caller.scopes.includes(scope)) return;
  throw refuse('scope_insufficient', { metadata: { missing: `the scope ${scope}`, scope } });
}

/** @throws Refusal `scope_insufficient` when the caller may not act for the PAN. */
export function requirePan(caller: Caller, pan: string, param: string): void {
  if (caller.pans === null || caller.pans.includes(pan)) return;
  throw refuse('scope_insufficient', { param, metadata: { missing: `the PAN ${pan}`, pan } });
}

/** @throws Refusal `scope_insufficient` when the caller may act for some PANs only, and not for the whole workspace. */
export function requireAllPans(caller: Caller): void {
  if (caller.pans === null) return;
  throw refuse('scope_insufficient', { metadata: { missing: 'every PAN of the workspace' } });
}
