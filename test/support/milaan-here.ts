import { createFakeIo } from '../../packages/cli/src/fake-io.ts';
import { runMilaan } from '../../packages/cli/src/run-milaan.ts';
import type { Ended } from './milaan-process.ts';

/**
 * Runs the command in this process: a refusal takes a tenth of the time, a run half of it. What only a process shows (its
 * folder, its signals, its memory) is for `runMilaanProcess`.
 */
export async function runMilaanHere(
  args: readonly string[],
  { env = {} }: { readonly env?: Record<string, string> } = {},
): Promise<Ended> {
  const io = createFakeIo({ env });
  const code = await runMilaan(args, io);
  return { code, signal: null, ...io.output };
}
