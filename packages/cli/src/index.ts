export type { CliIo, TextSink } from './cli-io.ts';
export { EXIT_CODES } from './failure/exit-codes.ts';
export { runMilaan } from './run-milaan.ts';
