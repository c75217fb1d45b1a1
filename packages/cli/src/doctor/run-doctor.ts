import { examine, type Finding, type Settings } from '@milaan/server';
import type { CliIo } from '../cli-io.ts';
import { UsageError } from '../failure/usage-error.ts';
import { type Colour, createPaint } from '../terminal/colour.ts';

const SIGNS: Readonly<Record<Finding['verdict'], { readonly sign: string; readonly colour: Colour }>> = {
  good: { sign: 'ok  ', colour: 'green' },
  note: { sign: 'note', colour: 'yellow' },
  bad: { sign: 'bad ', colour: 'red' },
};

/** @throws UsageError when something is bad, so that the exit code says it too */
export async function runDoctor(settings: Settings, asJson: boolean, io: CliIo): Promise<void> {
  const findings = await examine(settings, process.version);
  if (asJson) io.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
  const paint = createPaint(io.stdout, io.env);
  for (const { about, verdict, detail, advice } of asJson ? [] : findings) {
    const { sign, colour } = SIGNS[verdict];
    io.stdout.write(`${paint(colour, sign)}  ${about}: ${detail}\n`);
    if (advice !== null) io.stdout.write(`      ${advice}\n`);
  }
  const bad = findings.filter(({ verdict }) => verdict === 'bad').map(({ about }) => about);
  if (bad.length > 0) throw new UsageError(`Milaan cannot be served like this: ${bad.join(', ')}.`);
}
