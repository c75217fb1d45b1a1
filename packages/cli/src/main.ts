import { createProcessIo } from './process-io.ts';
import { runMilaan } from './run-milaan.ts';

const { io, dispose } = createProcessIo();
process.exitCode = await runMilaan(process.argv.slice(2), io);
dispose();
// Who was told to stop waits for nothing that is left over, such as the timer of a request that was cut off.
if (io.signal.aborted) process.exit();
