import type { CliIo } from '../cli-io.ts';
import { AllSaid } from '../failure/all-said.ts';
import { EXIT_CODES } from '../failure/exit-codes.ts';
import { ALL_CHECKS } from './checks/all-checks.ts';
import { chooseChecks } from './choose-checks.ts';
import { baseUrlOf, type ConformOptions, credentialsOf } from './conform-options.ts';
import { networkOf } from './network.ts';
import { printReport } from './print-report.ts';
import { runChecks } from './run-checks.ts';

const TIMEOUT_MS = 15_000;
const TALK_MS = 8000;
/** Longer than the 30 s that a request may take. */
const STALL_MS = 40_000;
/** The list of codes and the OpenAPI document are the largest answers that are asked for. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Resolves early when the run is stopped. */
const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => [clearTimeout(timer), resolve()], { once: true });
  });

/**
 * Checks a server against the contract and prints what falls short.
 * @throws AllSaid with exit code 1 when something does, ServerLost, UsageError
 */
export async function runConform(url: string | undefined, options: ConformOptions, io: CliIo): Promise<void> {
  const baseUrl = baseUrlOf(url, io);
  const credentials = credentialsOf(options, io);
  const checks = chooseChecks(ALL_CHECKS, options.only ?? []);
  if (checks.some(({ isSlow }) => isSlow === true))
    io.stderr.write(
      `Checking ${baseUrl.href} against the contract; its patience with a slow client takes up to 40 s …\n`,
    );
  // What still waits for a slow answer ends with the run, however it ends.
  const ended = new AbortController();
  const signal = AbortSignal.any([io.signal, ended.signal]);
  const report = await runChecks(checks, {
    baseUrl,
    credentials,
    wire: networkOf({ timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES, signal }),
    talkMs: TALK_MS,
    stallMs: STALL_MS,
    sleep: (ms) => sleep(ms, signal),
  }).finally(() => ended.abort());
  io.signal.throwIfAborted();
  if (options.json === true) io.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else printReport(report, io);
  if (report.summary.fallShort > 0) throw new AllSaid(EXIT_CODES.failed);
}
