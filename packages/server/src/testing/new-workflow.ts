import type { ServerContext } from '../http/server-context.ts';
import type { Clock } from '../injected/clock.ts';
import { acceptWorkflow, createdWorkflow, type NewWorkflow } from '../state/workflows.ts';
import type { TestServer } from './test-server.ts';

/** Both ranges are one period; all else is as when nobody says anything. */
export const argsOf = (period: string): NewWorkflow['args'] => ({
  gstins: null,
  pullReturnPeriodStart: period,
  pullReturnPeriodEnd: period,
  reconReturnPeriodStart: period,
  reconReturnPeriodEnd: period,
  templateId: null,
  allowMissingPeriods: false,
  asOf: null,
  tolerances: {
    tolerancePaise: 100,
    dateToleranceDays: 10,
    probableTolerancePaise: 1000,
    probableToleranceRatio: 0.01,
  },
});

/** A workflow that was accepted and that nothing runs. @returns its id */
export async function newWorkflow(
  {
    server,
    state,
    clock,
  }: Pick<TestServer, 'state'> & { readonly server: Pick<ServerContext, 'createUlid'>; readonly clock: Clock },
  client: { readonly id: string; readonly workspaceId: string },
  options: { readonly pan?: string } = {},
): Promise<string> {
  const id = `wf_${server.createUlid()}`;
  const workflow = createdWorkflow({
    id,
    workspaceId: client.workspaceId,
    pan: options.pan ?? 'ABCDE1234F',
    reconType: 'MAX_ITC_2B_PR',
    args: argsOf('042026'),
    files: [],
    createdAt: new Date(clock.nowMs()),
    createdBy: client.id,
  });
  await acceptWorkflow(state.db, { workflow, files: [], notes: { entries: [], record: null } });
  return id;
}
