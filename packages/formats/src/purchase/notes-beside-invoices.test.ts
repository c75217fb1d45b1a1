import { describe, expect, it } from 'vitest';
import { OWN, readContents, SUPPLIER } from './testing/read-text.ts';

const HEADERS = [
  'Invoice Date *',
  'Invoice Number *',
  'Supplier GSTIN',
  'Item Taxable Value *',
  'IGST Amount',
  'IGST ITC Claim Amount',
  'Credit/Debit Note Date *',
  'Credit/Debit Note Number *',
  'Credit(C)/ Debit(D) Note Type *',
  'My GSTIN',
  'State Place of Supply *',
  'Delete',
];

/** The layout of connectors that name a note beside the invoice that it changes: banner rows, then the headers. */
const register = (...rows: readonly string[][]): string =>
  [['Document details'], [], HEADERS, ...rows].map((cells) => cells.join(',')).join('\n');

const row = (note: readonly [date: string, number: string, type: string], taxable = '1000.00'): string[] => [
  '01-10-2026',
  'INV/7',
  SUPPLIER,
  taxable,
  '180.00',
  '180.00',
  ...note,
  OWN,
  '27',
  'No',
];
const NONE = ['', '', ''] as const;

describe('a register that names notes beside their invoices', () => {
  it('takes a line with a note for the note, and the invoice beside it for the linked one', async () => {
    const { books, rejected } = await readContents([
      register(row(NONE), row(['05-10-2026', 'CN/9', 'C'], '100.00'), row(['06-10-2026', 'DN/1', 'Debit'])),
    ]);
    expect(rejected).toEqual([]);
    expect(books).toMatchObject([
      { kind: 'INVOICE', number: 'INV/7', date: '2026-10-01', taxable: '1000.00', claim_igst: '180.00', pos: '27' },
      {
        kind: 'CREDIT_NOTE',
        number: 'CN/9',
        date: '2026-10-05',
        taxable: '100.00',
        original_number: 'INV/7',
        original_date: '2026-10-01',
      },
      { kind: 'DEBIT_NOTE', number: 'DN/1', date: '2026-10-06', original_number: 'INV/7' },
    ]);
    expect(books[0]).not.toHaveProperty('original_number');
  });

  it('refuses a note whose type or date is not said, and says so', async () => {
    const { books, rejected } = await readContents([
      register(row(['05-10-2026', 'CN/9', 'X']), row(['2026', 'CN/8', 'C']), row(['05-10-2026', 'CN/7', ''])),
    ]);
    expect(books).toEqual([]);
    expect(rejected).toEqual([
      '4: Credit(C)/ Debit(D) Note Type * "X" is not the type of a note; write Credit or Debit.',
      '5: Credit/Debit Note Date * "2026" is not a date; write DD-MM-YYYY, DD/MM/YYYY, YYYY-MM-DD or DD-MMM-YYYY.',
      '6: Credit(C)/ Debit(D) Note Type * is missing.',
    ]);
  });

  it('leaves deleted documents out of the reconciliation', async () => {
    const { books } = await readContents([register(row(NONE).with(-1, 'Yes'))]);
    expect(books).toMatchObject([{ number: 'INV/7', status: 'DELETED' }]);
  });
});
