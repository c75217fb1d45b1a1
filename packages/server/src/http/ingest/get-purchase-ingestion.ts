import { problemsOf } from '@milaan/contract';
import type { Caller } from '../../auth/caller.ts';
import { findIngestion } from '../../state/ingestions.ts';
import type { Ingestion } from '../../state/tables/ingestion-tables.ts';
import type { Handler } from '../handler.ts';
import { pollHint } from '../poll-hint.ts';
import { showIngestion } from './show-ingestion.ts';

const refuse = problemsOf<'getPurchaseIngestion'>();

/** A token of some PANs sees what was taken in for these, and what its own client sent. */
const maySee = ({ pans, clientId }: Caller, { createdBy, args, prepared }: Ingestion): boolean =>
  pans === null ||
  createdBy === clientId ||
  (args.pan !== null && pans.includes(args.pan)) ||
  (prepared !== null &&
    prepared.segments.length > 0 &&
    prepared.segments.every(({ ownGstin }) => pans.includes(ownGstin.slice(2, 12))));

/** How far an ingestion is, and what it took in. */
export const getPurchaseIngestion: Handler<'getPurchaseIngestion'> = async ({ request, caller, db, now }, server) => {
  const { activityId } = request.pathParams;
  const ingestion = await findIngestion(db, { workspaceId: caller.workspaceId, id: activityId });
  if (ingestion === undefined || !maySee(caller, ingestion)) {
    return refuse('resource_missing', { metadata: { param: 'activityId' } });
  }
  const headers = ingestion.endedAt === null ? pollHint(ingestion.createdAt, now) : {};
  return { status: 200, body: await showIngestion(server, ingestion), headers };
};
