import type * as z from 'zod';
import { memberAt, paramOf, pointerOf } from './body-path.ts';
import { type FaultDraft, isFaultCode } from './fault-draft.ts';

type Issue = z.core.$ZodIssue;

/** Where a checked value came from; only faults in a body have a pointer. */
export type Place = 'body' | 'query' | 'path' | 'header';

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const UNITS: Readonly<Record<string, readonly [one: string, several: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  set: ['entry', 'entries'],
};

const withUnit = (count: bigint | number, origin: string): string =>
  [String(count), UNITS[origin]?.[count === 1 ? 0 : 1] ?? ''].join(' ').trim();

/** The kinds that a value may be of, where it is of none of them. */
function reasonOfForms(forms: readonly (readonly Issue[])[]): string {
  const kinds = forms.map(([issue]) => (issue?.code === 'invalid_type' ? KINDS[issue.expected] : undefined));
  if (kinds.length === 0 || kinds.includes(undefined)) return 'it is not of any allowed form';
  return `it must be ${[kinds.slice(0, -1).join(', '), ...kinds.slice(-1)].filter(Boolean).join(' or ')}`;
}

/** Why a value is refused, in words that never repeat the value. */
function reasonOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `it must be ${KINDS[issue.expected] ?? 'of another type'}`;
    case 'too_big':
      return `it must be at most ${withUnit(issue.maximum, issue.origin)}`;
    case 'too_small':
      return issue.minimum === 1 && UNITS[issue.origin] !== undefined
        ? 'it must not be empty'
        : `it must be at least ${withUnit(issue.minimum, issue.origin)}`;
    case 'invalid_value':
      return `it must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
    case 'custom':
      return issue.message;
    case 'invalid_union':
      return reasonOfForms(issue.errors);
    default:
      return 'it is not of any allowed form';
  }
}

/** Where a value may have several forms, what is wrong with the form that it has; the form alone where it has none. */
function settleForm(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.find(
    (issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  );
  return meant === undefined
    ? [issue]
    : meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(settleForm);
}

/** The faults that a failed check found, each at its place. `input` is what was checked. */
export function faultsOfIssues(issues: readonly Issue[], input: unknown, place: Place): FaultDraft[] {
  return issues.flatMap(settleForm).flatMap((issue): FaultDraft[] => {
    const at = (path: readonly PropertyKey[]) => (place === 'body' ? pointerOf(path) : null);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => {
        const path = [...issue.path, key];
        return { code: 'parameter_unknown', pointer: at(path), metadata: { param: paramOf(path) } };
      });
    const param = paramOf(issue.path);
    if (memberAt(input, issue.path) === undefined)
      return [{ code: 'parameter_missing', pointer: at(issue.path), metadata: { param } }];
    const named = issue.code === 'custom' ? issue.params?.errorCode : undefined;
    const code = isFaultCode(named) ? named : 'parameter_invalid';
    return [{ code, pointer: at(issue.path), metadata: { param, reason: reasonOf(issue) } }];
  });
}
