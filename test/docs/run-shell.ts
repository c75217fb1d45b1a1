import { spawn } from 'node:child_process';

export interface ShellOutcome {
  readonly exitCode: number | null;
  readonly output: string;
}

/**
 * Runs lines of shell in a folder as one script that stops at the first failure; whatever it started in the background
 * ends with it.
 */
export function runShell(
  script: string,
  { folder, env, withinMs }: { readonly folder: string; readonly env: NodeJS.ProcessEnv; readonly withinMs: number },
): Promise<ShellOutcome> {
  const whole = `set -euo pipefail\n${script}\n`;
  // A group of its own, so that its children can be ended with it and nobody else's.
  const child = spawn('bash', ['-c', whole], { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  const endGroup = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended, and so has everything that it started.
    }
  };
  const signal = AbortSignal.timeout(withinMs);
  signal.addEventListener('abort', endGroup, { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode) => {
      endGroup();
      signal.removeEventListener('abort', endGroup);
      resolve({ exitCode, output: chunks.join('') });
    });
  });
}
