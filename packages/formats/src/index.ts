export * from './input-refused.ts';
