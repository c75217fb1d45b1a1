import type { CliIo, TextSink } from '../cli-io.ts';

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Colour = keyof typeof CODES;
export type Paint = (colour: Colour, text: string) => string;

/** NO_COLOR and FORCE_COLOR are honoured (no-color.org, force-color.org). */
function shouldColour(sink: TextSink, env: CliIo['env']): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== '0') return true;
  return sink.isTerminal && env.TERM !== 'dumb';
}

export function createPaint(sink: TextSink, env: CliIo['env']): Paint {
  if (!shouldColour(sink, env)) return (_colour, text) => text;
  return (colour, text) => `\u001b[${CODES[colour][0]}m${text}\u001b[${CODES[colour][1]}m`;
}
