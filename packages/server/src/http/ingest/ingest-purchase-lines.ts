import { stat } from 'node:fs/promises';
import { type FaultDraft, type Problem, problemOfFaults } from '@milaan/contract';
import { requirePan } from '../../auth/scope.ts';
import type { IngestLinesOutput } from '../../jobs/job-contracts.ts';
import { createdIngestion, finishIngestion, insertIngestions } from '../../state/ingestions.ts';
import { commitSegments } from '../../state/segments.ts';
import type { PreparedSegment } from '../../state/tables/ingestion-tables.ts';
import { segmentIdOf, segmentKey } from '../../workflows/object-keys.ts';
import { recordAction } from '../audit/record-action.ts';
import type { PreparedHandler } from '../handler.ts';
import type { ServerContext } from '../server-context.ts';

/** What the lines are called where a file has its name. */
const LINES_NAME = 'lines.json';

type LineRefusal = Problem<'parameter_invalid' | 'parameter_missing'>;

type Refused = Extract<IngestLinesOutput, { readonly accepted: false }>;

/** A reason goes on where the sentence of the code names the member; one that begins otherwise stands by itself. */
const reasonOf = (said: string): string => {
  const reason = said.replace(/\.$/, '');
  return /^[a-z]/.test(reason) ? `it ${reason}` : reason;
};

/** Each faulty member with its place in the body. */
function refusalOf({ faults, faultCount }: Refused, pointer: string): LineRefusal {
  const within = pointer === '' ? '' : pointer.slice(1);
  const drafts = faults.map(({ line, member, reason }): FaultDraft => {
    const inLine = member === null ? '' : `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const param = `${within}[${line}]${member === null ? '' : `.${member}`}`;
    const at = `${pointer}/${line}${inLine}`;
    if (reason === 'is missing.') return { code: 'parameter_missing', pointer: at, metadata: { param } };
    return { code: 'parameter_invalid', pointer: at, metadata: { param, reason: reasonOf(reason) } };
  });
  const [first, ...others] = drafts;
  if (first === undefined) throw new Error('Lines were refused without a fault.');
  // All of its faults are of these codes.
  return problemOfFaults([first, ...others], faultCount) as LineRefusal;
}

interface Accepted {
  readonly output: Extract<IngestLinesOutput, { readonly accepted: true }>;
  readonly segment: PreparedSegment;
}

/** Reads the lines in a job and puts them into the store; nothing counts yet. */
function prepareLines(
  { jobs, store, workFolder }: ServerContext,
  input: { readonly lines: Parameters<typeof jobLines>[0]; readonly ownGstin: string },
  { workspaceId, ingestionId }: { readonly workspaceId: string; readonly ingestionId: string },
): Promise<Accepted | Refused> {
  return workFolder.use(async (outFolder) => {
    const output = await jobs.run('ingestLines', { lines: jobLines(input.lines), ownGstin: input.ownGstin, outFolder });
    if (!output.accepted) return output;
    const { path, ...written } = output.segment;
    const id = segmentIdOf(ingestionId, 0);
    const objectKey = segmentKey(workspaceId, id);
    const { size: sizeBytes } = await stat(path);
    await store.putFile(objectKey, path);
    return { output, segment: { ...written, id, part: 0, sizeBytes, objectKey } };
  });
}

const jobLines = (lines: readonly Readonly<Record<string, string | number | boolean | null>>[]) => lines;

/** Takes in lines at once, all or none. */
export const ingestPurchaseLines: PreparedHandler<'ingestPurchaseLines'> = {
  async prepare({ request: { body, headers }, caller, now, requestId }, server) {
    const { workspaceId, clientId } = caller;
    const ownGstin = headers['x-cleartax-gstin'];
    requirePan(caller, ownGstin.slice(2, 12), 'x-cleartax-gstin');
    const id = `act_${server.createUlid()}`;
    const { lines, pointer } = body;
    const prepared = await prepareLines(server, { lines, ownGstin }, { workspaceId, ingestionId: id });
    if ('accepted' in prepared) return refusalOf(prepared, pointer);
    const { stats } = prepared.output;
    const segments = [prepared.segment];
    const ingestion = createdIngestion({
      id,
      workspaceId,
      workflowId: null,
      place: 0,
      uploadId: null,
      sourceObjectKey: null,
      fileName: LINES_NAME,
      args: { gstins: [ownGstin], pan: ownGstin.slice(2, 12), allowedPans: caller.pans, templateId: null },
      createdAt: now,
      createdBy: clientId,
    });
    return async ({ db, onCommit, audit }) => {
      const row = {
        ...ingestion,
        side: 'BOOKS',
        prepared: { side: 'BOOKS', segments, stats, fileError: null, warnings: [] },
      } as const;
      await insertIngestions(db, [row]);
      await finishIngestion(db, id, { status: 'ACTIVITY_COMPLETED', stats, fileError: null, error: null, at: now });
      await commitSegments(db, { workspaceId, ingestionId: id, segments, at: now });
      recordAction({ caller, audit, now, requestId }, server, 'ingestion.created', id, { lines: lines.length });
      // It has ended, but the segments of the registration may have become many.
      onCommit(() => server.workflows.start('ingestion', id));
      return { status: 200, body: { gstinStats: stats.map((counts) => ({ ...counts, gstin: ownGstin })) } };
    };
  },
};
