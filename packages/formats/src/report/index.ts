export * from './report-options.ts';
export { writeReports } from './write-reports.ts';
