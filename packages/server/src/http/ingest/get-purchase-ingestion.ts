import { problemsOf } from '@milaan/contract';
import type { Caller } from '../../auth/caller.ts';
import { findIngestion } from '../../state/ingestions.ts';
import type { Ingestion } from '../../state/tables/ingestion-tables.ts';
import type { Handler } from '../handler.ts';
import { longPoll } from '../long-poll.ts';
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

/** How far an ingestion is, and what it took in; with `wait` as soon as it has ended. */
export const getPurchaseIngestion: Handler<'getPurchaseIngestion'> = async ({ request, caller, db, now }, server) => {
  const { activityId: id } = request.pathParams;
  const look = async () => {
    const found = await findIngestion(db, { workspaceId: caller.workspaceId, id });
    return found !== undefined && maySee(caller, found) ? found : undefined;
  };
  const ingestion = await longPoll(look, request.query.wait, now, server);
  if (ingestion === undefined) return refuse('resource_missing', { metadata: { param: 'activityId' } });
  const headers = ingestion.endedAt === null ? pollHint(ingestion.createdAt, new Date(server.clock.nowMs())) : {};
  return { status: 200, body: await showIngestion(server, ingestion), headers };
};
