import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestFolder, readJsonLines } from '../support/folders.ts';
import { demoRun, runMilaanProcess, tallyRun } from '../support/milaan-process.ts';

/** The parts of a result line that do not change when weights are tuned. */
interface ResultLine {
  readonly pr: Document | null;
  readonly govt: Document | null;
  readonly result: {
    readonly matchType: string;
    readonly matchScope: string;
    readonly misMatchFields: readonly string[];
    readonly flags: readonly string[];
    readonly groupId: string | null;
    readonly itcAction: string;
    readonly totalItc: number;
    readonly taxDifference: number;
    readonly gst3BClaimMonth: string | null;
    readonly remark: string;
    readonly supplierName: string | null;
  };
}

interface Document {
  readonly documentReferenceNumber: string | null;
  readonly documentType: string;
  readonly docDate: string;
  readonly taxableValue: number;
  readonly taxValue: number;
  readonly paymentAction?: string | null;
}

const describeDocument = (side: string, document: Document): string =>
  [
    `  ${side}: ${document.documentType} ${document.documentReferenceNumber ?? '(no number)'} of ${document.docDate}`,
    `taxable ${document.taxableValue.toFixed(2)}, tax ${document.taxValue.toFixed(2)}`,
    ...(document.paymentAction ? [document.paymentAction] : []),
  ].join(', ');

/** A line as a person reads it, so that a change of the golden file can be judged by eye. */
function describeLine({ pr, govt, result }: ResultLine): string {
  const marks = [...result.misMatchFields, ...result.flags];
  return [
    `${result.matchType} ${result.matchScope} ${result.supplierName ?? '-'}${result.groupId === null ? '' : ' (group)'}`,
    ...(pr === null ? [] : [describeDocument('books ', pr)]),
    ...(govt === null ? [] : [describeDocument('portal', govt)]),
    ...(marks.length > 0 ? [`  ${marks.join(' ')}`] : []),
    `  ${result.itcAction} ${result.totalItc.toFixed(2)} in ${result.gst3BClaimMonth ?? '-'}: ${result.remark}`,
  ].join('\n');
}

const runs = { tally: tallyRun, demo: demoRun } as const;

describe('results on the samples', () => {
  it.each(Object.keys(runs) as (keyof typeof runs)[])('%s: as reviewed', async (name) => {
    const out = createTestFolder();
    const ended = await runMilaanProcess(runs[name](out, '--quiet', '--formats', 'jsonl'));
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const lines = readJsonLines(join(out, 'results.jsonl.gz')) as ResultLine[]; // docs/results.md, "Files"
    await expect(`${lines.map(describeLine).join('\n\n')}\n`).toMatchFileSnapshot(`../golden/${name}-results.txt`);
    const { byMatchType, claimableItc, itcAtRisk, itcLost } = JSON.parse(
      readFileSync(join(out, 'summary.json'), 'utf8'),
    );
    const figures = JSON.stringify({ byMatchType, claimableItc, itcAtRisk, itcLost }, null, 2);
    await expect(`${figures}\n`).toMatchFileSnapshot(`../golden/${name}-summary.json`);
  });
});
