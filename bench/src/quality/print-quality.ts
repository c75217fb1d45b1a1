import { MATCH_TYPES } from '@milaan/gst';
import { SCENARIOS } from '../generate/settings.ts';
import { share } from './figures.ts';
import type { Quality } from './score.ts';

/** Four decimals, never rounded up to a perfect 1. */
export const printShare = (value: number | null): string => {
  if (value === null) return '–';
  const cut = Math.floor(value * 100_000 + 1e-7) / 100_000;
  return value === 1 ? '1' : cut.toFixed(5);
};

export const printTable = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
};

export const printByType = (quality: Quality): string =>
  printTable(
    ['matchType', 'lines', 'right', 'wrong', 'left open', 'precision'],
    MATCH_TYPES.flatMap((matchType) => {
      const tally = quality.byType.get(matchType);
      if (tally === undefined) return [];
      const { lines, right, wrong, neutral } = tally;
      return [[matchType, lines, right, wrong, neutral, printShare(share(right, right + wrong))]];
    }),
  );

export const printByScenario = (quality: Quality): string =>
  printTable(
    [
      'scenario',
      'vouchers',
      'undecidable',
      'links expected',
      'found',
      'recall',
      'right',
      'wrong',
      'precision',
      'apt matchType',
    ],
    SCENARIOS.flatMap((scenario) => {
      const tally = quality.byScenario.get(scenario);
      if (tally === undefined) return [];
      const { vouchers, ambiguous, expected, found, right, wrong, rightType } = tally;
      const shares = [share(found, expected), share(right, right + wrong), share(rightType, right)].map(printShare);
      return [
        [
          scenario,
          vouchers,
          ambiguous,
          expected,
          found,
          shares[0] ?? '',
          right,
          wrong,
          shares[1] ?? '',
          shares[2] ?? '',
        ],
      ];
    }),
  );

export const printWrongPairs = (quality: Quality): string =>
  printTable(
    ['voucher > portal document of', 'wrong links'],
    [...quality.wrongPairs].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, 25),
  );
