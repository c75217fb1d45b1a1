import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  OTHER,
  OWN,
  pick,
  readContents,
  readTemplate,
  SUPPLIER,
  type TemplateLine,
  templateCsv,
} from './testing/read-text.ts';

describe('lines and documents', () => {
  it('adds the lines of a document, exactly', async () => {
    const { books } = await readTemplate(
      [
        { taxable: '0.10', igst: '0.02' },
        { taxable: '0.20', igst: '0.04', number: ' inv/1 ' },
        { taxable: '"1,00,000.00"', igst: '₹ 18,000' },
      ].map((line) => ({ ...line, taxable: line.taxable.replaceAll('"', '') })),
    );
    expect(books).toHaveLength(1);
    expect(books[0]).toMatchObject({ taxable: '100000.30', igst: '18000.06', line_count: 3 });
  });

  it.each<[string, TemplateLine]>([
    ['another supplier', { supplier: OTHER }],
    ['another own registration', { own: '29AAACA1111A1ZO' }],
    ['another kind', { type: 'Credit' }],
    ['another financial year', { date: '31-03-2026' }],
    ['another id in the ERP', { id: 'E2' }],
  ])('keeps documents apart: %s', async (_, other) => {
    const { books } = await readTemplate([{ id: 'E1' }, { id: 'E1', ...other }]);
    expect(books).toHaveLength(2);
    expect(new Set(books.map((b) => b.document_id)).size).toBe(2);
  });

  it('keeps what is cancelled apart, under the id of the document that it cancels', async () => {
    const { books } = await readTemplate([{ id: 'E1' }, { id: 'E1', cancelled: 'Yes' }]);
    expect(books.map(({ status }) => status).sort()).toEqual(['ACTIVE', 'CANCELLED']);
    const alone = await readTemplate([{ id: 'E1' }]);
    const cancelled = await readTemplate([{ id: 'E1', cancelled: 'Yes' }]);
    const [first, ...others] = [...books, ...alone.books, ...cancelled.books].map((b) => b.document_id);
    expect(others).toEqual([first, first, first]);
  });

  it('takes the voucher for the identity where there is no other, so that a bill booked twice stays two', async () => {
    const { books } = await readTemplate([{ voucher: 'P1' }, { voucher: 'P1' }, { voucher: 'P2' }]);
    expect(books.map((b) => pick(b, 'voucher_number', 'line_count')).sort()).toEqual([
      ['P1', 2],
      ['P2', 1],
    ]);
  });

  it('reads a document once that several files state alike, and adds up one that was cut in two', async () => {
    const whole = templateCsv([{}, { taxable: '5' }, { number: 'CUT/1' }, { number: '', own: '29AAACA1111A1ZO' }]);
    const piece = templateCsv([{ taxable: '5' }, {}, { number: 'CUT/1', taxable: '7' }, { number: 'NEW/1' }]);
    const { reading, books } = await readContents([whole, piece], { ownGstin: null });
    expect(books.map((b) => pick(b, 'number', 'taxable', 'line_count')).sort()).toEqual([
      ['CUT/1', '1007.00', 2],
      ['INV/1', '1005.00', 2],
      ['NEW/1', '1000.00', 1],
    ]);
    expect(reading.warnings).toEqual([
      '1 documents are in more than one file with the same lines; they were read once.',
      '1 documents are in more than one file with different lines; their lines were added up.',
    ]);
  });

  it('keeps the id of a line that nothing names when others come', async () => {
    const header = 'Bill No,Bill Date,Posting Date,GSTIN,Taxable Value,IGST,Company GSTIN';
    const row = (amount: number): string => `-,03-10-2026,,${SUPPLIER},${amount},18,${OWN}\n`;
    const one = await readContents([`${header}\n${row(100)}`]);
    const two = await readContents([`${header}\n${row(200)}${row(100)}`]);
    const idOf = (result: typeof one): unknown => result.books.find((b) => b.taxable === '100.00')?.document_id;
    expect(two.books).toHaveLength(2);
    expect(idOf(two)).toBe(idOf(one));
  });

  it('warns of an own GSTIN that is mistyped, and of values left out', async () => {
    const { reading, books } = await readTemplate([{ own: '27AAACA1111A1ZT', rcm: 'perhaps' }]);
    expect(reading.warnings).toEqual([
      '1 values of Is Reverse Charge cannot be read and were left out, for example "perhaps".',
      'The own GSTIN 27AAACA1111A1ZT of 1 lines fails its check digit.',
    ]);
    expect(books[0]).toMatchObject({ own_gstin: '27AAACA1111A1ZT', reverse_charge: false });
  });

  it('uses document amounts only where the lines have none', async () => {
    const { books } = await readTemplate([
      { igst: '', documentIgst: '90' },
      { igst: '', documentIgst: '90' },
      { number: 'INV/2', igst: '10', documentIgst: '90' },
    ]);
    expect(books.map((b) => pick(b, 'number', 'igst')).sort()).toEqual([
      ['INV/1', '90.00'],
      ['INV/2', '10.00'],
    ]);
  });

  it('takes the document value once, though each line repeats it', async () => {
    const { books } = await readTemplate([
      { total: '2360' },
      { total: '2360' },
      { number: 'INV/2', total: '10' },
      { number: 'INV/2', total: '20' },
    ]);
    expect(books.map((b) => pick(b, 'number', 'value')).sort()).toEqual([
      ['INV/1', '2360.00'],
      ['INV/2', '30.00'],
    ]);
  });

  it.each([
    ['Invoice', '-1000', 'CREDIT_NOTE', ['NEGATIVE_AMOUNTS']],
    ['Credit', '-1000', 'CREDIT_NOTE', undefined],
    ['Credit', '1000', 'CREDIT_NOTE', undefined],
    ['Debit', '1000', 'DEBIT_NOTE', undefined],
    ['Debit', '-1000', 'CREDIT_NOTE', ['NEGATIVE_AMOUNTS']],
    ['ISD Invoice', '-1000', 'ISD_CREDIT_NOTE', ['NEGATIVE_AMOUNTS']],
  ])('makes amounts positive: %s of %s is %s', async (type, taxable, kind, flags) => {
    const igst = taxable.startsWith('-') ? '-180' : '180';
    const { books } = await readTemplate([{ type, taxable, igst }]);
    expect(pick(books[0], 'kind', 'taxable', 'igst', 'flags')).toEqual([kind, '1000.00', '180.00', flags]);
  });

  it('lets a discount line be negative inside a document', async () => {
    const { books } = await readTemplate([{}, { taxable: '-100', igst: '-18' }]);
    expect(pick(books[0], 'kind', 'taxable', 'igst', 'flags')).toEqual(['INVOICE', '900.00', '162.00', undefined]);
  });

  it('knows imports, services and ISD', async () => {
    const { books, rejected } = await readTemplate([
      {
        number: 'FOREIGN-1',
        pos: '',
        importType: 'Import of Goods',
        supplier: '',
        boe: '1234567',
        boeDate: '05-10-2026',
        port: 'innsa1',
      },
      {
        number: 'SEZ-1',
        pos: '',
        importType: 'Import of Goods from SEZ',
        boe: '7654321',
        boeDate: '06-10-2026',
        port: 'INSEZ1',
      },
      { number: 'SVC-1', importType: 'Import of Services', supplier: '' },
      { number: 'ISD-1', type: 'ISD', pos: '' },
      { number: 'ISD-2', type: 'ISDC', pos: '' },
      { number: 'NO-BOE', pos: '', importType: 'Goods', supplier: '' },
      { number: 'URP-1', supplier: 'URP', rcm: 'Y' },
    ]);
    expect(rejected).toEqual([]);
    expect(
      books.map((b) => pick(b, 'section', 'kind', 'cp_gstin', 'number', 'date', 'port_code', 'pos', 'reverse_charge')),
    ).toEqual([
      ['IMPG', 'BILL_OF_ENTRY', undefined, '1234567', '2026-10-05', 'INNSA1', undefined, false],
      ['IMPGSEZ', 'BILL_OF_ENTRY', SUPPLIER, '7654321', '2026-10-06', 'INSEZ1', undefined, false],
      ['B2B', 'INVOICE', undefined, 'SVC-1', '2026-10-03', undefined, '27', false],
      ['ISD', 'ISD_INVOICE', SUPPLIER, 'ISD-1', '2026-10-03', undefined, undefined, false],
      ['ISD', 'ISD_CREDIT_NOTE', SUPPLIER, 'ISD-2', '2026-10-03', undefined, undefined, false],
      ['IMPG', 'BILL_OF_ENTRY', undefined, undefined, '2026-10-03', undefined, undefined, false],
      ['B2B', 'INVOICE', undefined, 'URP-1', '2026-10-03', undefined, '27', true],
    ]);
  });

  it('carries what else the line says', async () => {
    const { books } = await readTemplate([
      {
        period: 'Nov-26',
        claimType: 'Capital Goods',
        claimIgst: '90',
        voucher: 'P1',
        voucherDate: '07-10-2026',
        linked: 'OLD/1',
        id: 'E9',
        project: 'Bridge "A"',
        deleted: 'y',
      },
      { number: 'INV/2', voucherDate: '07-11-2026' },
    ]);
    expect(books[0]).toMatchObject({
      return_period: '112026',
      itc_claim_type: 'CAPITAL_GOODS',
      claim_igst: '90.00',
      voucher_number: 'P1',
      original_number: 'OLD/1',
      external_id: 'E9',
      status: 'DELETED',
    });
    expect(JSON.parse(String(books[0]?.custom_fields))).toEqual({ Project: 'Bridge "A"' });
    expect(books[1]).toMatchObject({ return_period: '112026', itc_claim_type: 'INPUT', status: 'ACTIVE' });
    expect(books[1]).not.toHaveProperty('custom_fields');
  });

  it('flags numbers that break the rule or look damaged, and a wrong check digit', async () => {
    const { books } = await readTemplate([
      { number: 'A B' },
      { number: '1.23E+15' },
      { number: '10-Nov' },
      { number: 'OK/1', supplier: '27AAPFU0939F1ZX' },
    ]);
    expect(books.map((b) => b.flags)).toEqual([
      ['NUMBER_IRREGULAR'],
      ['NUMBER_IRREGULAR', 'NUMBER_DAMAGED'],
      ['NUMBER_DAMAGED'],
      ['GSTIN_CHECK_DIGIT'],
    ]);
  });
});

describe('properties', () => {
  const amount = fc.integer({ min: -99_999, max: 9_999_999 }).map((paise) => (paise / 100).toFixed(2));
  const line = fc.record({
    type: fc.constantFrom('Invoice', 'Credit', 'Debit'),
    number: fc.constantFrom('A/1', 'a/1', 'B2', ' B2', 'C-3'),
    date: fc.constantFrom('03-10-2026', '31-03-2026', '2026-04-01'),
    supplier: fc.constantFrom(SUPPLIER, OTHER, `${SUPPLIER.toLowerCase()} `),
    taxable: amount,
    igst: amount,
    id: fc.constantFrom('', 'E1', 'E2'),
  });

  it('documents do not depend on the order of lines or on how they are spread over files, and no paisa is lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 25 }), fc.integer(), async (lines, seed) => {
        const order = new Map(lines.map((value, i) => [value, Math.sin(seed + i * 7919)]));
        const shuffled = [...lines].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
        const isFirst = (l: TemplateLine): boolean => /^ ?[ab]/i.test(l.number ?? '');
        const one = await readTemplate(lines);
        const two = await readContents(
          [templateCsv(shuffled.filter((l) => !isFirst(l))), templateCsv(shuffled.filter(isFirst))],
          {
            ownGstin: null,
          },
        );
        const content = ({ books }: typeof one): string[] =>
          books.map(({ seq: _, ...rest }) => JSON.stringify(rest)).sort();
        expect(content(two)).toEqual(content(one));
        const signed = (rows: typeof one.books): number =>
          rows.reduce((sum, b) => sum + (b.kind === 'CREDIT_NOTE' ? -1 : 1) * Math.round(Number(b.taxable) * 100), 0);
        const statedGroups = await one.connection.runAndReadAll(
          'SELECT count(DISTINCT document_id), count(*), sum(line_count) FROM books',
        );
        expect(statedGroups.getRows()[0]?.map(Number)).toEqual([one.books.length, one.books.length, lines.length]);
        const plain = lines
          .filter((l) => l.type !== 'Credit')
          .reduce((sum, l) => sum + Math.round(Number(l.taxable) * 100), 0);
        const invoices = await readTemplate(lines.filter((l) => l.type !== 'Credit'));
        expect(signed(invoices.books)).toBe(plain);
      }),
      { numRuns: 8 },
    );
  }, 60_000);
});
