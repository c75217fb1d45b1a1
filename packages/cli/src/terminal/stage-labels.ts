/** The stages of a run in the words that people see, with what they count. */
const STAGES: Readonly<Record<string, { label: string; unit: readonly [string, string] }>> = {
  purchases: { label: 'Reading purchase register', unit: ['line', 'lines'] },
  portal: { label: 'Reading portal files', unit: ['document', 'documents'] },
  uploads: { label: 'Uploading', unit: ['file', 'files'] },
  workflow: { label: 'Reconciling', unit: ['document', 'documents'] },
  match: { label: 'Matching', unit: ['document', 'documents'] },
};

const DEFAULT_UNIT = ['row', 'rows'] as const;

/** A stage without a label of its own (`writing results.csv`) is shown as it is named. */
export const stageLabel = (stage: string): string =>
  STAGES[stage]?.label ?? `${stage.charAt(0).toUpperCase()}${stage.slice(1)}`;

export const stageUnit = (stage: string): readonly [string, string] => STAGES[stage]?.unit ?? DEFAULT_UNIT;

/** What the engine does in each of its stages. */
const MATCH_STEPS: Readonly<Record<string, string>> = {
  select: 'preparing documents',
  manual: 'keeping links made by people',
  amendments: 'chaining amendments',
  repeats: 'setting repeats aside',
  exact: 'pairing equal documents',
  residual: 'gathering what is left',
  group: 'joining split bills',
  duplicates: 'finding duplicates',
  block: 'finding candidates',
  compare: 'comparing candidates',
  score: 'weighing candidates',
  assign: 'choosing the best pairs',
  sum: 'adding up bills',
  classify: 'classifying',
  explain: 'writing down reasons',
  lines: 'deciding the credit',
  suppliers: 'summing up suppliers',
  done: 'counting',
};

/** A step without words of its own is shown as it is named. */
export const matchStepLabel = (step: string): string => MATCH_STEPS[step] ?? step;
