import { describe, expect, it } from 'vitest';
import { makeWorkbook, sheetData } from '../../xlsx/testing/make-xlsx.ts';
import { OWN, SUPPLIER } from '../testing/portal-data.ts';
import { readFiles } from '../testing/read-files.ts';

type Cells = readonly (string | number | null)[];

const title = (subtitle: string): Cells[] => [['Goods and Services Tax  - GSTR-2B'], [], [], [subtitle]];
const README: Cells[] = [
  ['Goods and Services Tax  - GSTR-2B'],
  ...[[], []],
  ['Financial Year', null, '2023-24'],
  ['Tax Period', null, 'January'],
  ['GSTIN', null, OWN],
  ['Legal Name', null, 'OUR OWN CO'],
  ['Trade Name (if any)', null, 'OUR OWN CO'],
  ['Date of generation', null, '14/02/2024'],
];
const TAXES = ['Integrated Tax(₹)', 'Central Tax(₹)', 'State/UT Tax(₹)', 'Cess(₹)'];
const TAIL = [
  'GSTR-1/IFF/GSTR-5 Period',
  'GSTR-1/IFF/GSTR-5 Filing Date',
  'ITC Availability',
  'Reason',
  'Applicable % of Tax Rate',
];
const tail = ["Jan'24", '11/02/2024', 'Yes', '', '100%'];

const workbook = (sheets: Readonly<Record<string, readonly Cells[]>>): Buffer =>
  makeWorkbook({
    sheets: Object.fromEntries(
      Object.entries({ 'Read me': README, ...sheets }).map(([name, rows]) => [name, sheetData(rows)]),
    ),
  });

const B2B_WITH_RATES: Cells[] = [
  ...title('Taxable inward supplies received from registered persons'),
  [
    'GSTIN of supplier',
    'Trade/Legal name',
    'Invoice Details',
    null,
    null,
    null,
    'Place of supply',
    'Supply Attract Reverse Charge',
    'Rate(%)',
    'Taxable Value (₹)',
    'Tax Amount',
    null,
    null,
    null,
    ...TAIL,
  ],
  [null, null, 'Invoice number', 'Invoice type', 'Invoice Date', 'Invoice Value(₹)', null, null, null, null, ...TAXES],
];

describe('the Excel download', () => {
  it('puts the rates of a document together, as it had them to September 2024', async () => {
    const row = (number: string, rate: number, taxable: string | number, tax: number): Cells => [
      ...[
        SUPPLIER,
        'BHARAT PIPES',
        number,
        'SEZ supplies with payment',
        '03/01/2024',
        '1,180.00',
        'Maharashtra',
        'No',
        rate,
      ],
      ...[taxable, tax, '-', '', 0, ...tail],
    ];
    const rows = [
      ...B2B_WITH_RATES,
      row('A/1', 18, '1,000.00', 180),
      row('A/2', 18, 5, 0.9),
      [],
      row('A/1', 5, 500.5, 25.03),
    ];
    const { reading, rows: documents } = await readFiles({ 'a.xlsx': workbook({ B2B: rows }) });
    expect(reading).toMatchObject({
      rejectedRows: 0,
      files: [{ period: '012024', generatedOn: '2024-02-14', shape: 'excel' }],
    });
    expect(documents).toMatchObject([
      {
        number: 'A/1',
        taxable: '1500.50',
        igst: '205.03',
        cgst: '0.00',
        line_count: 2,
        supply_type: 'SEWP',
        pos: '27',
        value: '1180.00',
      },
      {
        number: 'A/2',
        taxable: '5.00',
        igst: '0.90',
        line_count: 1,
        supplier_period: '012024',
        supplier_filed_on: '2024-02-11',
      },
    ]);
  });

  it('reports bad rows by sheet and row', async () => {
    const bad: Cells = [SUPPLIER, 'X', 'A/1', 'Regular', '13/13/2024', 1, 'Goa', 'No', 18, 'many', 0, 0, 0, 0, ...tail];
    const { rejected, reading } = await readFiles({ 'a.xlsx': workbook({ B2B: [...B2B_WITH_RATES, bad] }) });
    expect(reading.documents).toBe(0);
    expect(rejected).toMatchObject([
      {
        ...{ file: 'a.xlsx', row: '7', errors: 2 },
        message:
          'B2B!7: the date "13-13-2024" is not a date (DD-MM-YYYY); the taxable value "item many" is not an amount',
      },
    ]);
  });

  it('reads notes, amended notes, ISD, imports, and the shifted header of the reversal sheet', async () => {
    const noteColumns = ['Note number', 'Note type', 'Note Supply type', 'Note date', 'Note Value (₹)'];
    const amendedColumns = ['Note type', 'Note Number', 'Note date'];
    const amended = [
      ...title('Amended notes'),
      ['Original Details', null, null, 'Revised details'],
      [
        ...amendedColumns,
        'GSTIN of supplier',
        'Trade/Legal name',
        'Note details',
        null,
        null,
        null,
        null,
        'Place of supply',
        'Supply Attract Reverse Charge',
        'Taxable Value (₹)',
        'Tax Amount',
      ],
      [null, null, null, null, null, ...noteColumns, null, null, null, ...TAXES],
    ];
    const shifted = amended.map((cells, row) => (row < 4 ? cells : [...cells.slice(0, 2), ...cells.slice(3)]));
    const amendedRow: Cells = [
      'Credit Note',
      'C/0',
      '01/12/2023',
      SUPPLIER,
      'X',
      'C/1',
      'Credit note',
      'Regular',
      '02/01/2024',
      118,
      'Maharashtra',
      'No',
      100,
      0,
      9,
      9,
      0,
    ];
    const { rows, reading } = await readFiles({
      'a.xlsx': workbook({
        'B2B-CDNR': [
          ...title('Notes'),
          [
            'GSTIN of supplier',
            'Trade/Legal name',
            ...Array(5).fill(null),
            'Place of supply',
            'Supply Attract Reverse Charge',
            'Taxable Value (₹)',
          ],
          [null, null, ...noteColumns, null, null, null, ...TAXES],
          [SUPPLIER, 'X', 'D/1', 'Debit Note', 'Regular', '02/01/2024', 118, 'Maharashtra', 'Yes', 100, 0, 9, 9, 0],
        ],
        'B2B-CDNRA': [...amended, amendedRow],
        'B2B-DNRA': [...shifted, amendedRow],
        ISD: [
          ...title('ISD'),
          [
            'GSTIN of ISD',
            'Trade/Legal name',
            'ISD Document type',
            'ISD Document number',
            'ISD Document date',
            'Original Invoice Number',
            'Original invoice date',
            ...TAXES,
            'ISD GSTR-6 Period',
            'ISD GSTR-6 Filing Date',
            'Eligibility of ITC',
          ],
          [],
          [
            SUPPLIER,
            'X',
            'ISD Credit Note',
            'I/1',
            '31/01/2024',
            'I/0',
            '31/12/2023',
            5,
            0,
            0,
            0,
            "Jan'24",
            '12/02/2024',
            'No',
          ],
        ],
        IMPGSEZ: [
          ...title('SEZ'),
          [
            'GSTIN of supplier',
            'Trade/Legal name',
            'Icegate Reference Date',
            'Port Code',
            'Bill of Entry Details',
            null,
            null,
            'Amount of tax (₹)',
            null,
            'Amended (Yes)',
          ],
          [null, null, null, null, 'Number', 'Date', 'Taxable Value', 'Integrated Tax(₹)', 'Cess(₹)'],
          [SUPPLIER, 'X', '21/01/2024', 'INBOM4', 8800021, '20/01/2024', 60000, 10800, 0, 'Yes'],
        ],
        'ITC Available': [['S.no', 'Heading']],
      }),
    });
    expect(reading.rejectedRows).toBe(0);
    const facts = ['section', 'bucket', 'kind', 'number', 'date', 'taxable', 'igst', 'cgst', 'original_number'];
    expect(rows.map((row) => facts.map((name) => row[name]))).toEqual([
      ['CDNRA', 'AVAILABLE', 'CREDIT_NOTE', 'C/1', '2024-01-02', '100.00', '0.00', '9.00', 'C/0'],
      ['CDNRA', 'REVERSED_37A', 'CREDIT_NOTE', 'C/1', '2024-01-02', '100.00', '0.00', '9.00', 'C/0'],
      ['CDNR', 'AVAILABLE', 'DEBIT_NOTE', 'D/1', '2024-01-02', '100.00', '0.00', '9.00', undefined],
      ['IMPGSEZA', 'AVAILABLE', 'BILL_OF_ENTRY', '8800021', '2024-01-20', '60000.00', '10800.00', '0.00', '8800021'],
      ['ISD', 'UNAVAILABLE', 'ISD_CREDIT_NOTE', 'I/1', '2024-01-31', '0.00', '5.00', '0.00', undefined],
    ]);
  });

  it('reads a GSTR-2A workbook, whose totals are no documents', async () => {
    const readMe = [['Goods and Services Tax - GSTR-2A'], ['GSTIN', null, OWN, 'Period', "Jan'24"]];
    const head = [
      'GSTIN of supplier',
      'Trade/Legal name of the Supplier',
      'Invoice number',
      'Invoice type',
      'Invoice Date',
      'Invoice Value (₹)',
      'Place of supply',
      'Supply Attract Reverse Charge',
      'Rate (%)',
      'Taxable Value (₹)',
      ...TAXES,
      'GSTR-1/5 Filing Status',
      'GSTR-1/5 Filing Date',
      'GSTR-1/5 Filing Period',
      'GSTR-3B Filing Status',
      'Effective date of cancellation',
    ];
    const row: Cells = [
      SUPPLIER,
      'X',
      'A/1',
      'R',
      '03-01-2024',
      118,
      'Maharashtra',
      'N',
      18,
      100,
      0,
      9,
      9,
      0,
      'Y',
      '11-Feb-24',
      'Jan-24',
      'N',
      '-',
    ];
    const total: Cells = [SUPPLIER, 'X', 'A/1-Total', null, null, null, null, null, null, 200, 0, 18, 18, 0];
    const { rows, reading } = await readFiles({
      'a.xlsx': workbook({ 'Read me': readMe, B2B: [...title('x'), head, [], row, row, total] }),
    });
    expect(reading.files).toMatchObject([{ kind: 'GSTR_2A', shape: '2a-excel', period: '012024' }]);
    expect(rows).toMatchObject([
      {
        ...{
          number: 'A/1',
          taxable: '200.00',
          line_count: 2,
          supplier_filed_gstr1: true,
          supplier_filed_gstr3b: false,
        },
        ...{ supplier_period: '012024', supplier_filed_on: '2024-02-11', source: 'GSTR_2A' },
      },
    ]);
  });

  it('refuses a sheet whose columns it does not know, and passes over other workbooks', async () => {
    const unknown = workbook({ B2B: [...title('x'), ['GSTIN of supplier', 'Bill'], [], [SUPPLIER, 'A/1']] });
    await expect(readFiles({ 'a.xlsx': unknown })).rejects.toMatchObject({ code: 'HEADER_NOT_FOUND' });
    const other = makeWorkbook({ sheets: { Sheet1: sheetData([['a', 'b']]) } });
    await expect(readFiles({ 'a.xlsx': other })).rejects.toMatchObject({ code: 'FILE_NOT_RECOGNISED' });
  });
});
