import type { Workflow } from '@milaan/client';
import type { CliIo } from '../cli-io.ts';
import { parseCount } from '../options/parse-count.ts';
import { parsePan } from '../options/parse-registrations.ts';
import { renderTable } from '../terminal/table.ts';
import { type RemoteFlags, remoteClient } from './remote-flags.ts';

export interface WorkflowsOptions extends RemoteFlags {
  readonly pan?: string;
  readonly limit: string;
  readonly json?: true;
}

const MOST_LISTED = 10_000;
const MOST_ON_A_PAGE = 1000;
const COLUMNS = ['Workflow', 'PAN', 'Type', 'Status', 'Created', 'Why'].map((header) => ({
  header,
  align: 'left' as const,
}));

const rowOf = ({ workflowId, pan, reconType, status, createdAt, error }: Workflow): string[] => [
  workflowId,
  pan,
  reconType.replace('MAX_ITC_', ''),
  status.replace('WORKFLOW_', ''),
  createdAt.slice(0, 16).replace('T', ' '),
  error?.code ?? '',
];

export async function runWorkflows(options: WorkflowsOptions, io: CliIo): Promise<void> {
  const limit = parseCount('--limit', options.limit, 1, MOST_LISTED);
  const filter = options.pan === undefined ? {} : { pan: parsePan('--pan', options.pan) };
  const milaan = remoteClient(options, io);
  const found: Workflow[] = [];
  for await (const workflow of milaan.listWorkflows(
    { ...filter, limit: Math.min(limit, MOST_ON_A_PAGE) },
    { signal: io.signal },
  )) {
    found.push(workflow);
    if (found.length === limit) break;
  }
  if (options.json === true) io.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  else if (found.length === 0) io.stderr.write('There is no reconciliation yet. Begin one: milaan run --help\n');
  else io.stdout.write(`${renderTable(COLUMNS, found.map(rowOf)).join('\n')}\n`);
}
