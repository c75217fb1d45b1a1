/** The stages of a run in the words that people see, with what they count. */
const STAGES: Readonly<Record<string, { label: string; unit: readonly [string, string] }>> = {
  purchases: { label: 'Reading purchase register', unit: ['line', 'lines'] },
  portal: { label: 'Reading portal files', unit: ['document', 'documents'] },
  normalise: { label: 'Preparing documents', unit: ['document', 'documents'] },
  block: { label: 'Finding candidates', unit: ['candidate', 'candidates'] },
  compare: { label: 'Comparing candidates', unit: ['candidate', 'candidates'] },
  score: { label: 'Weighing candidates', unit: ['candidate', 'candidates'] },
  assign: { label: 'Choosing the best pairs', unit: ['pair', 'pairs'] },
  group: { label: 'Joining split bills', unit: ['group', 'groups'] },
  classify: { label: 'Classifying', unit: ['line', 'lines'] },
  explain: { label: 'Writing down the reasons', unit: ['line', 'lines'] },
};

const DEFAULT_UNIT = ['row', 'rows'] as const;

/** A stage without a label of its own (`writing results.csv`) is shown as it is named. */
export const stageLabel = (stage: string): string =>
  STAGES[stage]?.label ?? `${stage.charAt(0).toUpperCase()}${stage.slice(1)}`;

export const stageUnit = (stage: string): readonly [string, string] => STAGES[stage]?.unit ?? DEFAULT_UNIT;
