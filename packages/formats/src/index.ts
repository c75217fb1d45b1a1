export * from './input-refused.ts';
export * from './portal/index.ts';
export * from './purchase/index.ts';
export * from './report/index.ts';
export * from './tell-container.ts';
