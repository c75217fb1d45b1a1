export { createTaskId } from './create-task-id.ts';
export { joinSides } from './join-sides.ts';
export { type Database, type DatabaseSettings, openDatabase, PORTAL_SCHEMA } from './open-database.ts';
export {
  type InputReadings,
  type InputSide,
  type InputSources,
  type ReadContext,
  type ReadListener,
  type ReadProgress,
  readInputs,
} from './read-inputs.ts';
export { createReportSummary, type ReportFacts, reportInputsOf } from './report-summary.ts';
export { capNotes, type NoteFacts, rejectedNote, runNotes } from './run-notes.ts';
export {
  createRunSummary,
  describeSettings,
  type RunFacts,
  type RunRequest,
  type RunSummary,
  type WrittenFile,
} from './run-summary.ts';
