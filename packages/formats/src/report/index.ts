export { type ResultFilter, type ResultPage, type ResultPageOptions, readResultPage } from './page/read-result-page.ts';
export { writeResultDocuments } from './page/write-result-documents.ts';
export * from './report-options.ts';
export { writeReports } from './write-reports.ts';
