import type { ErrorStatus } from './statuses.ts';

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json };

/** Facts about one failure, for machines. Never a secret, never a figure of a taxpayer. */
export type Metadata = Readonly<Record<string, Json>>;

/** The names between braces in a sentence: `"{param} is {reason}"` has `param` and `reason`. */
export type VariablesOf<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | VariablesOf<Rest>
  : never;

/** What the metadata of a code must hold: every variable of its sentence. */
export type MetadataFor<Sentence extends string> = Readonly<Record<VariablesOf<Sentence>, string | number>> & Metadata;

/** How a 401 asks for credentials (RFC 9110, section 11.6.1). */
export interface Challenge {
  /** `Bearer` for tokens, `ClientSecret` for the token endpoint, `SignedUrl` for uploads. */
  readonly scheme: 'Bearer' | 'ClientSecret' | 'SignedUrl';
  /** The `error` of RFC 6750, section 3.1; absent when no credentials were sent at all. */
  readonly error?: 'invalid_token' | 'insufficient_scope';
}

/** One row of the master before its status is put in. */
export interface ErrorRow {
  readonly title: string;
  /** True: the same request may succeed later without anything being done. */
  readonly retryable: boolean;
  /** True: the answer carries `Retry-After`. Only a retryable code may wait. */
  readonly hasRetryAfter: boolean;
  /** One sentence for people; what stands between braces is filled from the metadata. */
  readonly detail: string;
  /** One paragraph for integrators: when it comes, and what to do. */
  readonly doc: string;
  readonly challenge?: Challenge;
  readonly example: { readonly param?: string; readonly metadata?: Metadata; readonly retryAfterMs?: number };
}

type CheckedRow<Row extends ErrorRow> = Row & {
  readonly example: VariablesOf<Row['detail']> extends never
    ? unknown
    : { readonly metadata: MetadataFor<Row['detail']> };
};

type WithStatus<S extends ErrorStatus, Rows> = { readonly [Code in keyof Rows]: Rows[Code] & { readonly status: S } };

/** Puts one status on all its codes. The example of a code must fill every variable of its sentence. */
export function defineErrors<S extends ErrorStatus, const Rows extends Readonly<Record<string, ErrorRow>>>(
  status: S,
  rows: Rows & { readonly [Code in keyof Rows]: CheckedRow<Rows[Code]> },
): WithStatus<S, Rows> {
  const entries = Object.entries<ErrorRow>(rows).map(([code, row]) => [code, Object.freeze({ ...row, status })]);
  return Object.freeze(Object.fromEntries(entries)) as WithStatus<S, Rows>; // fromEntries forgets which key has which row
}
