import { describe, expect, it } from 'vitest';
import type { ReadFile } from '../state/read-files.ts';
import type { HeldDeletion } from '../state/tables/ingestion-tables.ts';
import type { WorkflowArgs } from '../state/tables/workflow-tables.ts';
import { reportFactsOf } from './report-facts.ts';

const PAN = 'AAACA1111A';
const GSTIN = '27AAACA1111A1ZS';
const OTHER = '27ABCDE1234F1Z5';
const ARGS: WorkflowArgs = {
  gstins: null,
  pullReturnPeriodStart: '102026',
  pullReturnPeriodEnd: '102026',
  reconReturnPeriodStart: '092026',
  reconReturnPeriodEnd: '102026',
  templateId: null,
  allowMissingPeriods: false,
  asOf: null,
  tolerances: { tolerancePaise: 0, dateToleranceDays: 0, probableTolerancePaise: 0, probableToleranceRatio: 0 },
};

let sequence = 0;
const file = (fileName: string, more: Partial<ReadFile> = {}): ReadFile => ({
  id: `seg_${++sequence}`,
  ingestionId: `act_${sequence}`,
  side: 'BOOKS',
  ownGstin: GSTIN,
  firstPeriod: '102026',
  lastPeriod: '102026',
  documents: 10,
  sequence,
  fileName,
  stats: [],
  isFile: true,
  warnings: [],
  ...more,
});
const stats = (gstin: string, invalidRows: number) => ({ gstin, totalDocumentCount: 1, validRows: 1, invalidRows });

const facts = (
  files: readonly ReadFile[],
  { chosen = [], deletions = [], args = {} }: FactsOptions = {},
): ReturnType<typeof reportFactsOf> =>
  reportFactsOf({ pan: PAN, args: { ...ARGS, ...args } }, files, new Set(chosen), deletions);
interface FactsOptions {
  readonly chosen?: readonly string[];
  readonly deletions?: readonly HeldDeletion[];
  readonly args?: Partial<WorkflowArgs>;
}
const namesOf = ({ sources }: ReturnType<typeof reportFactsOf>) => sources.map((source) => source.file);

describe('what the report says of its files', () => {
  it('names books of the range and the chosen statements, in any order the same', () => {
    const statement = file('gstr2b.json', { side: 'GSTR_2B' });
    const files = [
      file('october.csv'),
      file('older.csv', { firstPeriod: '042025', lastPeriod: '082026' }),
      file('year.csv', { firstPeriod: '042026', lastPeriod: '032027' }),
      statement,
      file('replaced.json', { side: 'GSTR_2B' }),
    ];
    const told = facts(files, { chosen: [statement.id] });
    expect(told.sources).toEqual([
      { side: 'BOOKS', file: 'october.csv', documents: 10 },
      { side: 'BOOKS', file: 'year.csv', documents: 10 },
      { side: 'PORTAL', file: 'gstr2b.json', documents: 10 },
    ]);
    expect(facts(files.toReversed(), { chosen: [statement.id] })).toEqual(told);
  });

  it('counts a file of several registrations once, and lines of many requests as one', () => {
    const both = { ingestionId: 'act_both' };
    const lines = { isFile: false, documents: 1 };
    const files = [file('all.csv', both), file('all.csv', { ...both, ownGstin: '29AAACA1111A1ZO', documents: 5 })];
    expect(facts([...files, file('lines.json', lines), file('lines.json', lines)]).sources).toEqual([
      { side: 'BOOKS', file: 'all.csv', documents: 15 },
      { side: 'BOOKS', file: 'lines.json', documents: 2 },
    ]);
    expect(facts(files, { args: { gstins: [GSTIN] } }).sources).toMatchObject([{ documents: 10 }]);
  });

  it('leaves out what was deleted later, and only that', () => {
    const before = file('before.csv');
    const two = file('two-months.csv', { firstPeriod: '092026' });
    const deletion = { side: 'BOOKS', ownGstin: GSTIN, returnPeriod: '102026', sequence: two.sequence + 1 } as const;
    sequence++;
    const told = facts([before, two, file('after.csv')], { deletions: [deletion as HeldDeletion] }); // what is looked at of it
    expect(namesOf(told)).toEqual(['after.csv', 'two-months.csv']);
  });

  it('says what was refused, and warns, but not of other companies in the file', () => {
    const { notes } = facts([
      file('own.csv', { stats: [stats(GSTIN, 2)], warnings: ['The total row differs.'] }),
      file('shared.csv', { stats: [stats(GSTIN, 1), stats(OTHER, 4)], warnings: [`${OTHER} is odd.`] }),
      file('own.csv', { stats: [stats(GSTIN, 2)], warnings: ['The total row differs.'] }),
    ]);
    expect(notes).toEqual([
      expect.stringMatching(/^1 row of shared\.csv could not be read/),
      expect.stringMatching(/^2 rows of own\.csv could not be read/),
      'The total row differs.',
    ]);
  });

  it('is never longer than a person reads', () => {
    const files = Array.from({ length: 620 }, (_, at) =>
      file(`f${String(at).padStart(3, '0')}.csv`, { stats: [stats(GSTIN, 1)] }),
    );
    const { sources, notes } = facts(files);
    expect(sources).toHaveLength(501);
    expect(sources.at(-1)).toEqual({ side: 'BOOKS', file: 'and 120 more files', documents: 1200 });
    expect(notes).toHaveLength(100);
  });
});
