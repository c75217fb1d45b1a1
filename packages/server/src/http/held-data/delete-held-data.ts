import { requirePan } from '../../auth/scope.ts';
import { sidesHeld } from '../../state/held-data.ts';
import { insertHeldDeletion } from '../../state/held-deletions.ts';
import { recordAction } from '../audit/record-action.ts';
import type { Handler } from '../handler.ts';

/** From now on the documents of a registration and a period do not count, on one side or on all. */
export const deleteHeldData: Handler<'deleteHeldData'> = async (handled, server) => {
  const { request, caller, db, now } = handled;
  const { gstin, period } = request.pathParams;
  const pan = gstin.slice(2, 12);
  requirePan(caller, pan, 'gstin');
  const { workspaceId } = caller;
  const wanted = request.query.side;
  const held = await sidesHeld(db, { workspaceId, gstin, period });
  const sides = held.filter((side) => wanted === undefined || side === wanted);
  for (const side of sides) {
    const id = server.createUlid();
    await insertHeldDeletion(db, {
      id,
      workspaceId,
      side,
      pan,
      ownGstin: gstin,
      returnPeriod: period,
      createdAt: now,
    });
  }
  if (sides.length > 0) recordAction(handled, server, 'heldData.deleted', gstin, { period, sides });
  return { status: 200, body: { gstin, period, sides } };
};
