export * from './breach.ts';
export * from './judge-response.ts';
export * from './observed.ts';
export * from './read-responses.ts';
