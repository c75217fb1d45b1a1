import { isPan } from '@milaan/gst';
import { type ClientRequest, isScope, SCOPES } from '@milaan/server';
import { UsageError } from '../failure/usage-error.ts';

const MOST_NAME_CHARACTERS = 200;

function nameOf(flag: string, text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= MOST_NAME_CHARACTERS && !/\p{Cc}/u.test(name)) return name;
  throw new UsageError(`${flag} must be a name of 1 to ${MOST_NAME_CHARACTERS} characters on one line.`);
}

/** The request without what a list would show twice or not at all. @throws UsageError that says what is wrong */
export function checkedRequest({ workspace, name, mode, pans, scopes }: ClientRequest): ClientRequest {
  const pan = pans?.find((text) => !isPan(text));
  if (pan !== undefined) throw new UsageError(`${pan} is not a PAN.`, 'A PAN is like ABCDE1234F.');
  const scope = scopes?.find((text) => !isScope(text));
  if (scope !== undefined)
    throw new UsageError(`There is no scope ${scope}.`, `There are ${Object.keys(SCOPES).join(', ')}.`);
  return {
    workspace: nameOf('--workspace', workspace),
    name: nameOf('--name', name),
    mode,
    pans: pans === null ? null : [...new Set(pans)],
    scopes: scopes === null ? null : [...new Set(scopes)],
  };
}
