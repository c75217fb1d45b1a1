import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MatchType } from '@milaan/gst';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generate } from '../generate/generate.ts';
import { readGenerated } from '../generate/generated-files.ts';
import type { Truth, VoucherTruth } from '../generate/truth.ts';
import { figuresOf } from './figures.ts';
import type { ResultLine } from './result-line.ts';
import { createScorer, type Quality } from './score.ts';
import { createTruthBuilder } from './truth-index.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-score-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let truth: readonly Truth[] = [];
let vouchers: VoucherTruth[] = [];
beforeAll(() => {
  generate({ set: 'habits-b', size: 6000, seed: 3, multiLineShare: 0, folder });
  truth = readGenerated(folder).truth;
  vouchers = truth.flatMap((line) => ('portal' in line ? [] : [line]));
});

const judge = (lines: readonly ResultLine[]): Quality => {
  const builder = createTruthBuilder();
  for (const line of truth) builder.add(line);
  const scorer = createScorer(builder.build());
  for (const line of lines) scorer.add(line);
  return scorer.finish();
};

const link = (
  voucher: VoucherTruth,
  portal: string,
  matchType: MatchType,
  portalTaxablePaise = voucher.taxablePaise[0] ?? 0,
): ResultLine => ({
  externalId: voucher.externalId,
  portal,
  portalTaxablePaise,
  matchType,
});
const alone = (voucher: VoucherTruth): ResultLine => ({
  externalId: voucher.externalId,
  portal: null,
  portalTaxablePaise: 0,
  matchType: 'MISSING_IN_GOVT',
});

/** Links exactly what is true; of a bill booked twice only the first voucher claims. */
const perfect = (): ResultLine[] => {
  const claimed = new Set<string>();
  return vouchers.flatMap((voucher) => {
    const isSecond = voucher.scenario === 'duplicate' && claimed.has(voucher.together ?? '');
    if (voucher.scenario === 'duplicate') claimed.add(voucher.together ?? '');
    if (isSecond || voucher.links.length === 0) return [alone(voucher)];
    return voucher.links.map((portal, i) =>
      link(voucher, portal, voucher.expected[0] ?? 'EXACT', voucher.taxablePaise[i]),
    );
  });
};

describe('createScorer', () => {
  it('finds a perfect engine perfect', () => {
    const quality = judge(perfect());
    expect(figuresOf(quality)).toEqual({
      confidentPrecision: 1,
      pairPrecision: 1,
      pairRecall: 1,
      yearEndCrossers: 1,
      splitBills: 1,
      samePan: 1,
      numberTypo: 1,
    });
    expect(quality.wrongPairs.size).toBe(0);
    expect(quality.vouchersUnseen).toBe(0);
    for (const tally of quality.byScenario.values()) expect(tally.rightType).toBe(tally.right);
  });

  it('finds nothing in an engine that links nothing', () => {
    const figures = figuresOf(judge(vouchers.map(alone)));
    expect(figures.pairRecall).toBe(0);
    expect(figures.pairPrecision).toBeNull();
    expect(figures.splitBills).toBe(0);
  });

  it('counts every link of an engine that takes the next bill as wrong', () => {
    const single = vouchers.filter(
      (voucher) => voucher.links.length === 1 && voucher.scenario === 'identical' && !voucher.ambiguous,
    );
    const shifted = single.map((voucher, i) => link(voucher, single[(i + 1) % single.length]?.links[0] ?? '', 'EXACT'));
    const quality = judge(shifted);
    expect(figuresOf(quality).confidentPrecision).toBe(0);
    expect(quality.wrongPairs.get('identical > identical')).toBe(single.length);
    expect(quality.vouchersUnseen).toBe(vouchers.length - single.length);
  });

  it('calls one wrong link in ten thousand by its share', () => {
    const lines = perfect();
    const index = lines.findIndex((line) => line.matchType === 'EXACT');
    const other = vouchers.find(
      (voucher) => voucher.scenario === 'identical' && voucher.externalId !== lines[index]?.externalId,
    );
    const broken = lines.map((line, i) => (i === index ? { ...line, portal: other?.links[0] ?? '' } : line));
    const quality = judge(broken);
    const confident = ['EXACT', 'WITHIN_TOLERANCE'].map(
      (type) => broken.filter((line) => line.matchType === type).length,
    );
    const judged = (confident[0] ?? 0) + (confident[1] ?? 0) - neutralCount(quality);
    expect(figuresOf(quality).confidentPrecision).toBeCloseTo(1 - 1 / judged, 10);
  });

  it('lets only one of two vouchers of the same bill claim it', () => {
    const pair = vouchers.filter(
      (voucher) =>
        voucher.scenario === 'duplicate' && voucher.together === firstDuplicate() && voucher.links.length > 0,
    );
    const quality = judge(pair.map((voucher) => link(voucher, voucher.links[0] ?? '', 'EXACT')));
    expect(quality.byScenario.get('duplicate')).toMatchObject({ right: 1, wrong: 1, found: 1 });
  });

  it('does not take what an amendment replaced for the amendment', () => {
    const voucher = vouchers.find((one) => one.scenario === 'amended' && one.links.length === 1 && !one.ambiguous);
    if (voucher === undefined) throw new Error('the set has an amendment');
    const replaced = judge([link(voucher, voucher.links[0] ?? '', 'EXACT', (voucher.taxablePaise[0] ?? 0) + 5_000)]);
    expect(replaced.byScenario.get('amended')).toMatchObject({ right: 0, wrong: 1, found: 0 });
  });

  it('blames nobody for a voucher that equals another bill in every respect', () => {
    const builder = createTruthBuilder();
    builder.add({
      externalId: 'PR00000001',
      scenario: 'number-typo',
      links: ['|INVOICE|412|2026-01-10'],
      expected: ['PROBABLE'],
      ambiguous: true,
      lookAlikes: ['|INVOICE|413|2026-01-10'],
      together: null,
      taxablePaise: [100],
    });
    const scorer = createScorer(builder.build());
    const link = (number: string): ResultLine => ({
      externalId: 'PR00000001',
      portal: `|INVOICE|${number}|2026-01-10`,
      portalTaxablePaise: 100,
      matchType: 'EXACT',
    });
    expect(scorer.add(link('413'))).toBe('neutral');
    expect(scorer.add(link('414'))).toBe('wrong');
    expect(scorer.add(link('412'))).toBe('right');
  });

  it('does not count a split bill as found while a leg is missing', () => {
    const [leg] = vouchers.filter(
      (voucher) => voucher.scenario === 'split' && voucher.links.length > 0 && !voucher.ambiguous,
    );
    if (leg === undefined) throw new Error('the set has a split bill');
    expect(judge([link(leg, leg.links[0] ?? '', 'PROBABLE')]).splitBillsWhole).toBe(0);
  });

  it('forgives a cautious link where the data cannot tell, never a confident one', () => {
    const voucher = vouchers.find((one) => one.ambiguous);
    const other = vouchers.find((one) => one.scenario === 'identical');
    if (voucher === undefined || other === undefined) throw new Error('the set has an undecidable voucher');
    expect(judge([link(voucher, other.links[0] ?? '', 'PROBABLE')]).byType.get('PROBABLE')).toMatchObject({
      neutral: 1,
      wrong: 0,
    });
    expect(
      judge([link(voucher, other.links[0] ?? '', 'WITHIN_TOLERANCE')]).byType.get('WITHIN_TOLERANCE'),
    ).toMatchObject({ neutral: 0, wrong: 1 });
  });
});

const firstDuplicate = (): string | null =>
  vouchers.find((voucher) => voucher.scenario === 'duplicate' && voucher.links.length > 0 && !voucher.ambiguous)
    ?.together ?? null;
const neutralCount = (quality: Quality): number =>
  (quality.byType.get('EXACT')?.neutral ?? 0) + (quality.byType.get('WITHIN_TOLERANCE')?.neutral ?? 0);
