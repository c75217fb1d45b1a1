// Not the engine's main entry, which loads the database that only jobs work with.
import { DEFAULT_SETTINGS, type ReconcileSettings } from '@milaan/engine/settings';
import type { Workflow, WorkflowSnapshot } from '../state/tables/workflow-tables.ts';

/** What the engine decides by: the tolerances at the moment of the trigger, its ranges, and the day of the snapshot. */
export function settingsOf({ pan, args }: Workflow, { asOf }: WorkflowSnapshot): ReconcileSettings {
  return {
    ...DEFAULT_SETTINGS,
    ...args.tolerances,
    booksFrom: args.reconReturnPeriodStart,
    booksTo: args.reconReturnPeriodEnd,
    portalFrom: args.pullReturnPeriodStart,
    portalTo: args.pullReturnPeriodEnd,
    ...(args.gstins === null ? {} : { ownGstins: args.gstins }),
    pan,
    asOf,
  };
}
