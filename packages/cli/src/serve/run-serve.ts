import { type Settings, serverSettings, startServer } from '@milaan/server';
import type { CliIo } from '../cli-io.ts';
import { MILAAN_VERSION } from '../version.ts';
import { describeSetup } from './describe-setup.ts';
import { untilAborted } from './until-aborted.ts';

/** For closing everything after the drain, with room for a busy machine. */
const CLOSE_MS = 15_000;

/** Serves until the signal; then lets the requests under way finish. A second signal ends the process at once. */
export async function runServe(settings: Settings, io: CliIo): Promise<void> {
  // Requests under way have the time that the settings give them.
  io.allowToStopIn((settings.drainNoticeSeconds + settings.drainSeconds) * 1000 + CLOSE_MS);
  const running = await startServer(serverSettings(settings, MILAAN_VERSION)).catch((error: unknown) => {
    throw describeSetup(error, settings);
  });
  io.stderr.write(`Milaan listens on ${running.url}. Stop it with Ctrl-C.\n`);
  await untilAborted(io.signal);
  io.stderr.write('Finishing the requests under way …\n');
  await running.stop();
}
