import { createProcessIo } from './process-io.ts';
import { runMilaan } from './run-milaan.ts';

const { io, dispose } = createProcessIo();
process.exitCode = await runMilaan(process.argv.slice(2), io);
dispose();
