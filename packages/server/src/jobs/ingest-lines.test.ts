import { describe, expect, it } from 'vitest';
import { ingestLines } from './ingest-lines.ts';
import type { IngestLinesInput } from './job-contracts.ts';
import { createJobFolder, namesIn, OWN, OWN_KARNATAKA, query, quietContext, SUPPLIER } from './testing/job-folder.ts';

type Line = IngestLinesInput['lines'][number];

const LINE: Line = {
  documentType: 'invoice',
  documentNumber: 'A/1',
  documentDate: '2026-10-05',
  supplierGstin: SUPPLIER,
  itemTaxableAmount: 100.5,
  cgstAmount: 9.05,
  sgstAmount: 9.05,
};

const ingest = async (lines: readonly Line[]) => {
  const outFolder = createJobFolder();
  return { output: await ingestLines({ lines, ownGstin: OWN, outFolder }, quietContext()), outFolder };
};

const faultsOf = async (lines: readonly Line[]) => {
  const { output, outFolder } = await ingest(lines);
  expect(namesIn(outFolder)).toEqual([]);
  if (output.accepted) throw new Error('the lines were accepted');
  return output.faults;
};

describe('ingestLines', () => {
  it('takes lines into one segment of the registration, adding up those of one document', async () => {
    const { output } = await ingest([
      { ...LINE, isReverseCharge: true, shelf: 'C 4' },
      { ...LINE, itemTaxableAmount: '50', isReverseCharge: true, shelf: 'C 4' },
      { ...LINE, documentNumber: 'A/2', myGstin: OWN.toLowerCase(), customerGstin: null },
    ]);
    if (!output.accepted) throw new Error(JSON.stringify(output.faults));
    expect(output.segment).toMatchObject({ ownGstin: OWN, documents: 2, firstPeriod: '102026', lastPeriod: '102026' });
    expect(output.stats).toEqual([{ gstin: OWN, totalDocumentCount: 2, validRows: 3, invalidRows: 0 }]);
    expect(
      await query(
        `SELECT number, taxable, line_count, reverse_charge, custom_fields FROM '${output.segment.path}' ORDER BY number`,
      ),
    ).toEqual([
      ['A/1', '150.50', 2, true, '{"shelf":"C 4"}'],
      // As in a register: a member of any line is a column, and blank in the others.
      ['A/2', '100.50', 1, false, null],
    ]);
  });

  it('refuses all lines for one that is bad, and names every fault', async () =>
    expect(
      await faultsOf([LINE, { ...LINE, documentDate: '31/31/2026', supplierGstin: 'x', itemTaxableAmount: 'many' }]),
    ).toEqual([
      { line: 1, member: 'documentDate', reason: expect.stringMatching(/^"31\/31\/2026" is not a date/) },
      { line: 1, member: 'supplierGstin', reason: expect.stringMatching(/^"x": A GSTIN has 15 characters/) },
      { line: 1, member: 'itemTaxableAmount', reason: '"many" is not an amount.' },
    ]));

  it('refuses what a register would leave out with a note, for an answer has no notes', async () => {
    const wrong = { itcClaimType: 'ELSEWHERE', isReverseCharge: 'perhaps', voucherDate: '99-99-9999' };
    expect(await faultsOf([LINE, { ...LINE, ...wrong }])).toEqual([
      {
        line: 1,
        member: 'itcClaimType',
        reason: expect.stringMatching(/^"ELSEWHERE" is not an ITC claim type; write/),
      },
      { line: 1, member: 'isReverseCharge', reason: '"perhaps" is not yes or no; write Y or N.' },
      { line: 1, member: 'voucherDate', reason: expect.stringMatching(/^"99-99-9999" is not a date; write/) },
    ]);
    const usual = { itcClaimType: 'Input Services', isReverseCharge: true, voucherDate: '', paymentDueDate: null };
    expect(
      (
        await ingest([
          { ...LINE, ...usual },
          { ...LINE, itcClaimType: 'null' },
        ])
      ).output.accepted,
    ).toBe(true);
  });

  it.each(['documentType', 'documentNumber', 'documentDate', 'supplierGstin', 'itemTaxableAmount'])(
    'a line without %s is faulty there',
    async (member) => {
      const { [member]: _, ...rest } = LINE;
      expect(await faultsOf([rest])).toEqual([{ line: 0, member, reason: expect.stringContaining('is missing') }]);
    },
  );

  it('a line that names another own registration is faulty', async () =>
    expect(await faultsOf([LINE, { ...LINE, customerGstin: OWN_KARNATAKA }])).toEqual([
      { line: 1, member: 'customerGstin', reason: expect.stringContaining(OWN_KARNATAKA) },
    ]));

  it('a value that looks like a sentence about another member does not confuse', async () =>
    expect(await faultsOf([{ ...LINE, documentDate: 'soon. itemTaxableAmount is fine' }])).toMatchObject([
      { line: 0, member: 'documentDate' },
      { line: 0 },
    ]));

  it.each([
    ['a total', { documentNumber: 'Grand Total', itemTaxableAmount: 5 }],
    ['an empty line', {}],
    ['a header', Object.fromEntries(Object.keys(LINE).map((name) => [name, name]))],
  ])('%s is not passed over as in a register', async (_, line) => {
    const faults = await faultsOf([LINE, line]);
    expect(faults.length).toBeGreaterThan(0);
    expect(new Set(faults.map((fault) => fault.line))).toEqual(new Set([1]));
  });

  it('members that cannot be told apart are refused', async () =>
    expect(await faultsOf([{ ...LINE, ' documentNumber': 'A/1' }])).toMatchObject([{ member: null }]));

  it('takes a thousand lines, and lists the first hundred faults of them', async () => {
    const many = Array.from({ length: 1000 }, (_, at) => ({ ...LINE, documentNumber: `A/${at}` }));
    expect((await ingest(many)).output).toMatchObject({ accepted: true, segment: { documents: 1000 } });
    const { output } = await ingest(many.map((line) => ({ ...line, documentDate: 'never' })));
    expect(output).toMatchObject({ accepted: false, faultCount: 1000 });
    expect(output.accepted ? [] : output.faults).toHaveLength(100);
  });
});
