import * as z from 'zod';
import { LIMITS } from '../limits.ts';

const MOST_TOLERANCE_PAISE = 100_000_00;
const MOST_DAYS = 366;

const rolling = (what: string) =>
  z
    .int()
    .min(1)
    .max(LIMITS.rangePeriods)
    .nullable()
    .meta({
      description: `Return periods that are ${what}, up to the last month that has ended; null for none.`,
      examples: [6],
    });

const members = {
  tolerancePaise: z
    .int()
    .min(0)
    .max(MOST_TOLERANCE_PAISE)
    .meta({ description: 'Largest difference of one amount that still counts as rounding, in paise.' }),
  dateToleranceDays: z
    .int()
    .min(0)
    .max(MOST_DAYS)
    .meta({ description: 'Largest distance of two document dates that still counts as the same bill, in days.' }),
  probableTolerancePaise: z
    .int()
    .min(0)
    .max(MOST_TOLERANCE_PAISE)
    .meta({ description: 'A pair without an agreeing number may differ by this much in taxable value, in paise,' }),
  probableToleranceRatio: z
    .number()
    .min(0)
    .max(1)
    .meta({ description: 'or by this share of it, whichever is larger.' }),
  defaultPullPeriods: rolling('pulled'),
  defaultReconPeriods: rolling('reconciled'),
};

/** How workflows of a workspace reconcile. Ranges: a trigger's own come first, then the configuration's, then these. */
export const SettingsSchema = z
  .strictObject(members)
  .meta({ id: 'Settings', description: 'How workflows of the workspace reconcile.' });

export type WorkspaceSettings = z.output<typeof SettingsSchema>;

/** The settings of a workspace that never stored any. The tolerances are those of `milaan reconcile`. */
export const DEFAULT_WORKSPACE_SETTINGS: WorkspaceSettings = Object.freeze({
  tolerancePaise: 100,
  dateToleranceDays: 10,
  probableTolerancePaise: 1_000,
  probableToleranceRatio: 0.01,
  defaultPullPeriods: null,
  defaultReconPeriods: null,
});

/** The whole settings to store; what is left out gets its default, not its former value. */
export const SetSettingsSchema = z
  .strictObject({
    tolerancePaise: members.tolerancePaise.default(DEFAULT_WORKSPACE_SETTINGS.tolerancePaise),
    dateToleranceDays: members.dateToleranceDays.default(DEFAULT_WORKSPACE_SETTINGS.dateToleranceDays),
    probableTolerancePaise: members.probableTolerancePaise.default(DEFAULT_WORKSPACE_SETTINGS.probableTolerancePaise),
    probableToleranceRatio: members.probableToleranceRatio.default(DEFAULT_WORKSPACE_SETTINGS.probableToleranceRatio),
    defaultPullPeriods: members.defaultPullPeriods.default(null),
    defaultReconPeriods: members.defaultReconPeriods.default(null),
  })
  .meta({ id: 'SetSettings', description: 'Settings to store for the workspace.' });
