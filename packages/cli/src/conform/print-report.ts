import type { CliIo } from '../cli-io.ts';
import { type Colour, createPaint, type Paint } from '../terminal/colour.ts';
import { plainText } from '../terminal/plain-text.ts';
import type { CheckResult, Report, Verdict } from './report.ts';

const COLOURS: Readonly<Record<Verdict, Colour>> = { ok: 'green', 'falls short': 'red', 'not checked': 'yellow' };
const VERDICT_WIDTH = 'not checked'.length;
const INDENT = ' '.repeat(VERDICT_WIDTH + 2);

/** A line for each check, and under those that fall short what was sent, what came and what was expected. */
export function printReport({ checks, summary }: Report, io: CliIo): void {
  const paint = createPaint(io.stdout, io.env);
  const idWidth = Math.max(...checks.map(({ id }) => id.length));
  const lines = checks.flatMap((check) => [lineOf(check, idWidth, paint), ...detailsOf(check, paint)]);
  const { hold, fallShort, notChecked } = summary;
  lines.push('', `${hold} hold, ${fallShort} fall short, ${notChecked} not checked`);
  io.stdout.write(`${lines.join('\n')}\n`);
}

function lineOf({ id, verdict, demand, reason }: CheckResult, idWidth: number, paint: Paint): string {
  const why = reason === null ? '' : paint('dim', ` (${plainText(reason)})`);
  return `${paint(COLOURS[verdict], verdict.padEnd(VERDICT_WIDTH))}  ${id.padEnd(idWidth)}  ${demand}${why}`;
}

function detailsOf({ shortfalls, docs }: CheckResult, paint: Paint): readonly string[] {
  if (shortfalls.length === 0) return [];
  const facts = shortfalls.flatMap(({ sent, came, expected, requestId }) => [
    ['sent', sent],
    ['came', came],
    ['expected', expected],
    ...(requestId === null ? [] : [['Request-Id', requestId]]),
  ]);
  const told = [...facts, ['contract', `docs/${docs}`]];
  return told.map(([name = '', text = '']) => `${INDENT}${paint('dim', `${name.padEnd(10)}  `)}${plainText(text)}`);
}
