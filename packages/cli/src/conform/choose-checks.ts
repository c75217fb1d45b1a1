import { UsageError } from '../failure/usage-error.ts';
import { type Check, PARTS } from './check.ts';

/** The checks that `--only` names, by part or id, and always what every answer has to keep. @throws UsageError */
export function chooseChecks(all: readonly Check[], only: readonly string[]): readonly Check[] {
  const unknown = only.find((name) => !Object.hasOwn(PARTS, name) && !all.some(({ id }) => id === name));
  if (unknown !== undefined)
    throw new UsageError(
      `There is no part and no check ${unknown}.`,
      `The parts are ${Object.keys(PARTS).join(', ')}; milaan conform --json lists the ids of the checks.`,
    );
  if (only.length === 0) return all;
  return all.filter(({ id, part }) => part === 'answers' || only.includes(part) || only.includes(id));
}
