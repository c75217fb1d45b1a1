import { type Operation, pageSizeOf, problemsOf, type RequestOf } from '@milaan/contract';
import type { JobInput } from '../../jobs/job-contracts.ts';
import type { Workflow } from '../../state/tables/workflow-tables.ts';
import { type Handler, JsonText } from '../handler.ts';
import { findOwnWorkflow } from '../max-itc/find-own-workflow.ts';
import { refusalOfResults } from '../max-itc/refusal-of-results.ts';
import { cursorAfter, FOREIGN_CURSOR, placeOf } from '../page-cursor.ts';

const refuse = problemsOf<'listResultDocuments'>();

type Query = RequestOf<Operation<'listResultDocuments'>>['query'];

/** The number of a line. */
const LINE = /^[1-9][0-9]{0,9}$/;

const FILE = 'documents.parquet';

function jobInput(
  { summary, reconType }: Workflow,
  query: Query,
  path: string,
  after: number,
): JobInput<'queryResults'> {
  const { matchType, supplierGstin, q, limit } = query;
  return {
    path,
    taskId: String(summary?.matchingTaskId ?? ''),
    reconType,
    after,
    limit: pageSizeOf(limit),
    ...(matchType === undefined ? {} : { matchTypes: matchType.split(',') }),
    ...(supplierGstin === undefined ? {} : { supplierGstin }),
    ...(q === undefined ? {} : { q }),
  };
}

/** The results of a finished workflow, line by line as in its results file. */
export const listResultDocuments: Handler<'listResultDocuments'> = async ({ request, caller, db }, server) => {
  const { workflowId } = request.pathParams;
  const place = placeOf(request.query.cursor, LINE);
  if (place === undefined) return refuse('parameter_invalid', FOREIGN_CURSOR);
  const workflow = await findOwnWorkflow(db, caller, workflowId);
  if (workflow === undefined) return refuse('resource_missing', { metadata: { param: 'workflowId' } });
  const refusal = refusalOfResults(workflow);
  if (refusal !== null) return refusal;
  const key = workflow.resultKeys?.[FILE];
  if (key === undefined) throw new Error('A completed workflow has no documents.');
  const { lines, next, total } = await server.resultFiles.use(key, (path) =>
    server.jobs.run('queryResults', jobInput(workflow, request.query, path, Number(place ?? 0))),
  );
  const nextCursor = next === null ? null : cursorAfter(String(next));
  // The lines as they are: reading them would turn 100.00 into 100.
  const text = `{"items":[${lines.join(',')}],"nextCursor":${JSON.stringify(nextCursor)},"total":${total}}`;
  return { status: 200, body: new JsonText(text) };
};
