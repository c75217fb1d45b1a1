import { pageSizeOf, problemsOf } from '@milaan/contract';
import { requirePan } from '../../auth/scope.ts';
import { listWorkflows as listOfWorkspace } from '../../state/workflows.ts';
import type { Handler } from '../handler.ts';
import { FOREIGN_CURSOR, oneMoreThan, pageFrom, placeOf } from '../page-cursor.ts';
import { showWorkflow } from './show-workflow.ts';

const refuse = problemsOf<'listWorkflows'>();

const WORKFLOW_ID = /^wf_[0-9A-HJKMNP-TV-Z]{26}$/;

/** The workflows of the PANs that the token covers, newest first. */
export const listWorkflows: Handler<'listWorkflows'> = async ({ request, caller, db }, server) => {
  const { pan = null, reconType = null, status = null, cursor, limit } = request.query;
  if (pan !== null) requirePan(caller, pan, 'pan');
  const before = placeOf(cursor, WORKFLOW_ID);
  if (before === undefined) return refuse('parameter_invalid', FOREIGN_CURSOR);
  const { workspaceId, pans } = caller;
  const size = pageSizeOf(limit);
  const filter = { workspaceId, pans, pan, reconType, status, before, limit: oneMoreThan(size) };
  const { items, nextCursor } = pageFrom(
    await listOfWorkspace(db, filter),
    size,
    ({ id }) => id,
    (workflow) => showWorkflow(server, workflow),
  );
  return { status: 200, body: { items: await Promise.all(items), nextCursor } };
};
