import { parseArgs } from 'node:util';
import { figuresOf } from './quality/figures.ts';
import { judge } from './quality/judge.ts';
import { printByScenario, printByType, printShare, printWrongPairs } from './quality/print-quality.ts';

const { values } = parseArgs({
  options: {
    results: { type: 'string' },
    truth: { type: 'string' },
    errors: { type: 'string', default: '0' },
  },
});
if (values.results === undefined || values.truth === undefined) {
  console.error('Usage: node bench/dist/quality.js --results results.jsonl.gz --truth truth.jsonl [--errors N]');
  process.exit(2);
}
const { quality, examples } = await judge(values.results, values.truth, Number(values.errors));
const figures = Object.entries(figuresOf(quality)).map(([name, value]) => `${name}: ${printShare(value)}`);
const unseen = `vouchers in no result line: ${quality.vouchersUnseen}; unknown external ids: ${quality.vouchersUnknown}`;
console.log(
  [printByType(quality), printByScenario(quality), printWrongPairs(quality), figures.join('\n'), unseen].join('\n\n'),
);
for (const { what, truth, line } of examples)
  console.log(`\n${what}\n  true: ${truth.join(' ; ') || 'none'}\n  ${line}`);
