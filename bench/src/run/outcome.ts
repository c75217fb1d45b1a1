import type { Quality } from '../quality/score.ts';
import type { PreparedSet } from './bench-set.ts';
import type { Measurement } from './measure.ts';

/** All that was measured on one set. */
export interface SetOutcome {
  readonly prepared: PreparedSet;
  readonly milaan: readonly Measurement[];
  /** Empty where the floor was not run. */
  readonly floor: readonly Measurement[];
  readonly quality: Quality;
  /** What the measured run itself says of its stages, in milliseconds; empty when it says nothing. */
  readonly stagesMs: Readonly<Record<string, number>>;
}
