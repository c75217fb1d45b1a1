import { createMilaanClient, type MilaanClient, type UploadedFile } from '@milaan/client';
import { createBareCaller } from './bare-caller.ts';
import type { ServedMilaan } from './run-milaan.ts';
import { createSmallCompany, type SmallCompany } from './small-company.ts';
import { type UsedResources, watchProcesses } from './watch-processes.ts';

export interface ManyOutcome {
  readonly workflows: number;
  readonly completed: number;
  /** What was refused or failed, in its own words. */
  readonly failures: readonly string[];
  /** Of every trigger call, in milliseconds, ascending. */
  readonly triggerMs: readonly number[];
  /** From the first trigger to the end of the last workflow. */
  readonly totalSeconds: number;
  /** By the server and its jobs, from the last trigger on. */
  readonly used: UsedResources | null;
}

interface Prepared {
  readonly company: SmallCompany;
  readonly fileList: readonly UploadedFile[];
}

const PERIOD = '102026';
const UPLOADS_AT_ONCE = 8;
const WAIT_MS = 60 * 60_000;
/** Run first and not counted: a server in service has been asked before, and its code is compiled. */
const WARM_UP = 8;

/** Works through the items, so many at a time, in their order. */
async function inTurns<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const run = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, run));
}

async function uploadAll(milaan: MilaanClient, count: number): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  const companies = Array.from({ length: count }, (_, index) => createSmallCompany(index));
  await inTurns(companies, UPLOADS_AT_ONCE, async (company) => {
    const fileList = [
      await milaan.upload({ name: 'purchases.csv', content: company.register }),
      await milaan.upload({ name: 'gstr2b.json', content: company.statement, templateType: 'gstr2b' }),
    ];
    prepared.push({ company, fileList });
  });
  return prepared;
}

/** Triggers workflows of as many PANs over so many connections, and waits until all have ended. */
export async function runMany(served: ServedMilaan, count: number, connections: number): Promise<ManyOutcome> {
  const milaan = createMilaanClient({ baseUrl: served.url, clientSecret: served.secret, maxRetries: 0 });
  const [warming, prepared] = splitAt(await uploadAll(milaan, WARM_UP + count), WARM_UP);
  await Promise.all(
    warming.map(async ({ company, fileList }) => {
      const { workflowId } = await milaan.triggerWorkflow({ body: bodyOf(company.pan, fileList) });
      await milaan.waitForWorkflow(workflowId, { totalTimeoutMs: WAIT_MS });
    }),
  );
  const caller = await createBareCaller(served, connections);
  const triggerMs: number[] = [];
  const failures: string[] = [];
  const accepted: string[] = [];
  const startedMs = performance.now();
  await inTurns(prepared, connections, async ({ company, fileList }) => {
    const calledMs = performance.now();
    const { status, body } = await caller.post('/integration/v1/maxItc/triggerWorkflow', bodyOf(company.pan, fileList));
    triggerMs.push(performance.now() - calledMs);
    if (status === 201) accepted.push((body as { readonly workflowId: string }).workflowId);
    else failures.push(`${status} ${JSON.stringify(body)}`);
  });
  caller.close();
  // Not before: its looks at all processes would hold up the callers whose time is taken.
  const watch = watchProcesses(served.pid);
  let completed = 0;
  // Its token ends that of the other, which has done its work.
  const patient = createMilaanClient({ baseUrl: served.url, clientSecret: served.secret });
  await inTurns(accepted, UPLOADS_AT_ONCE, async (workflowId) => {
    const { status, error } = await patient.waitForWorkflow(workflowId, { totalTimeoutMs: WAIT_MS });
    if (status === 'WORKFLOW_COMPLETED') completed++;
    else failures.push(`${workflowId}: ${status} ${error?.code ?? ''}`);
  });
  const totalSeconds = (performance.now() - startedMs) / 1000;
  triggerMs.sort((a, b) => a - b);
  return { workflows: count, completed, failures, triggerMs, totalSeconds, used: watch.stop() };
}

const splitAt = <Item>(items: readonly Item[], at: number) => [items.slice(0, at), items.slice(at)] as const;

const bodyOf = (pan: string, fileList: readonly UploadedFile[]) => ({
  fileList: [...fileList],
  userInputArgs: {
    pan,
    ...{ pullReturnPeriodStart: PERIOD, pullReturnPeriodEnd: PERIOD },
    ...{ reconReturnPeriodStart: PERIOD, reconReturnPeriodEnd: PERIOD },
  },
});
