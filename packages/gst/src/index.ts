export * from './records/document-columns.ts';
export * from './records/result-columns.ts';
