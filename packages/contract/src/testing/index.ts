export * from './check-response.ts';
export * from './observed.ts';
