export { ENGINE_FLAGS, type EngineFlag } from './classify/engine-flags.ts';
export { reconcile } from './reconcile.ts';
export type { CapHit, StageProgress } from './run.ts';
export { DEFAULT_WEIGHTS, type LevelParameters, type MatchWeights } from './score/default-weights.ts';
export { DEFAULT_SETTINGS, type ManualLink, type ReconcileSettings } from './settings.ts';
export type { Amounts, MatchTypeSummary, ReconcileSummary } from './summarise/summarise.ts';
