import { describe, expect } from 'vitest';
import {
  booksDocument,
  interState,
  intraState,
  LOCAL_SUPPLIER,
  OTHER_SUPPLIER,
  OWN_DELHI,
  portalDocument,
  SUPPLIER_TAMIL_NADU,
} from '../testing/documents.ts';
import { NO_CREDIT, oneLineTests, TEN_THOUSAND } from '../testing/one-line.ts';
import { lineOf } from '../testing/reconcile-documents.ts';
import { scenarioTests } from '../testing/scenarios.ts';

const scenario = scenarioTests();
const { pair, onlyInBooks, onlyOnPortal } = oneLineTests(scenario);

const CLAIM_AND_PAY = { itc_action: 'CLAIM', payment_action: 'PAY_FULL_AMOUNT', ims_action: 'ACCEPT' } as const;
const WAIT_AND_HOLD = { itc_action: 'PENDING', payment_action: 'HOLD_GST_AMOUNT' } as const;

describe('EXACT', () => {
  pair('every field equal', TEN_THOUSAND, TEN_THOUSAND, {
    match_type: 'EXACT',
    match_scope: 'GSTIN',
    mismatch_fields: [],
    flags: [],
    ...CLAIM_AND_PAY,
    taxable_itc: '10000.00',
    igst_itc: '1800.00',
    tax_difference: '0.00',
    claim_month: '052026',
    remark: 'Claim the credit and pay the supplier.',
    nearest: '[]',
  });
  pair('number written otherwise', { number: 'inv 101' }, { number: 'INV/101' }, { match_type: 'EXACT' });
  pair('place of supply unknown in the books', { pos: null }, {}, { match_type: 'EXACT' });
  pair(
    'reverse charge unknown in the books',
    { reverse_charge: null },
    { reverse_charge: true },
    { match_type: 'EXACT', ims_action: null },
  );
  pair('value including tax is not compared', { value: '11800.00' }, { value: '99.00' }, { match_type: 'EXACT' });
  pair(
    'CGST, SGST and cess',
    { ...intraState(1_000_000), cess: '12.34' },
    { ...intraState(1_000_000), cess: '12.34' },
    {
      match_type: 'EXACT',
      cgst_itc: '900.00',
      sgst_itc: '900.00',
      cess_itc: '12.34',
      igst_itc: '0.00',
    },
  );
  pair(
    'a bill of entry',
    { kind: 'BILL_OF_ENTRY', cp_gstin: null, number: '7654321', port_code: 'INBOM4', pos: null },
    { kind: 'BILL_OF_ENTRY', cp_gstin: null, number: '7654321', port_code: 'INBOM4', pos: null },
    { match_type: 'EXACT', itc_action: 'CLAIM' },
  );
});

describe('WITHIN_TOLERANCE', () => {
  const within = { match_type: 'WITHIN_TOLERANCE', ...CLAIM_AND_PAY } as const;
  pair(
    'rounding: the lower amount per head',
    { taxable: '10000.60', igst: '1800.00' },
    { taxable: '10000.00', igst: '1799.50' },
    {
      ...within,
      mismatch_fields: ['taxableValue', 'igst'],
      taxable_itc: '10000.00',
      igst_itc: '1799.50',
      tax_difference: '-0.50',
      remark: 'Same document within the tolerances: claim the credit and pay the supplier.',
    },
  );
  pair('a date ten days apart', { date: '2026-05-22' }, {}, { ...within, mismatch_fields: ['docDate'] });
  pair('day and month swapped', { date: '2026-12-05' }, {}, { ...within, mismatch_fields: ['docDate'] });
  pair(
    'number without prefix, year and zeros',
    { number: '101' },
    { number: 'INV/26-27/0101' },
    {
      ...within,
      mismatch_fields: ['documentReferenceNumber'],
    },
  );
  pair(
    'a date on the other side of 31 March',
    { date: '2026-03-30' },
    { date: '2026-04-02', return_period: '042026' },
    {
      ...within,
      flags: ['CROSSES_FINANCIAL_YEAR'],
    },
  );
  pair(
    'reverse charge without tax in the books: claimed from the portal',
    { reverse_charge: true, ...TEN_THOUSAND, igst: '0.00' },
    { reverse_charge: true, ...TEN_THOUSAND },
    {
      match_type: 'WITHIN_TOLERANCE',
      itc_action: 'CLAIM',
      igst_itc: '1800.00',
      flags: ['RCM_TAX_NOT_BOOKED'],
      ims_action: null,
    },
  );
});

describe('PROBABLE', () => {
  const probable = {
    match_type: 'PROBABLE',
    ...WAIT_AND_HOLD,
    ims_action: 'PENDING',
    ...NO_CREDIT,
    claim_month: null,
  } as const;
  pair('no number in the books', { number: null }, {}, { ...probable, mismatch_fields: ['documentReferenceNumber'] });
  pair('a typing error in the number', { number: 'INV-901' }, {}, probable);
  pair(
    'another number, the same uneven amount and date',
    { number: '77/ZX' },
    {},
    {
      ...probable,
      remark: 'Probably the same document: confirm it, and hold the GST until then.',
    },
  );
  pair(
    'the same document under another supplier',
    { cp_gstin: OTHER_SUPPLIER, number: 'SS/4412' },
    { number: 'SS/4412' },
    {
      ...probable,
      match_scope: 'CROSS_GSTIN',
      mismatch_fields: ['cpGstin'],
    },
  );
  scenario(
    'two that fit equally well',
    [booksDocument()],
    [portalDocument({ date: '2026-05-13' }), portalDocument({ date: '2026-05-11' })],
    ({ lines }) => {
      const linked = lines.filter(({ books, portal }) => books !== null && portal !== null);
      expect(linked).toMatchObject([{ ...probable, flags: ['AMBIGUOUS'] }]);
      expect(linked[0]?.remark).toMatch(/^Several documents fit equally well/);
    },
  );
});

describe('MISMATCH', () => {
  const mismatch = { match_type: 'MISMATCH', payment_action: 'HOLD_GST_AMOUNT' } as const;
  pair('more tax on the portal: what the books show', TEN_THOUSAND, interState(1_500_000), {
    ...mismatch,
    mismatch_fields: ['taxableValue', 'igst'],
    itc_action: 'CLAIM',
    ims_action: 'PENDING',
    taxable_itc: '10000.00',
    igst_itc: '1800.00',
    tax_difference: '900.00',
  });
  pair('less tax on the portal: what the portal shows', interState(1_500_000), TEN_THOUSAND, {
    ...mismatch,
    itc_action: 'CLAIM',
    ims_action: 'ACCEPT',
    taxable_itc: '10000.00',
    igst_itc: '1800.00',
    tax_difference: '-900.00',
  });
  pair(
    'the lower per head, not the lower document',
    { ...intraState(1_000_000), sgst: '850.00' },
    { ...intraState(1_000_000), cgst: '800.00', cess: '10.00' },
    {
      ...mismatch,
      mismatch_fields: ['cgst', 'sgst', 'cess'],
      cgst_itc: '800.00',
      sgst_itc: '850.00',
      cess_itc: '0.00',
    },
  );
  pair(
    'IGST against CGST and SGST: not claimable as booked',
    { ...TEN_THOUSAND, cp_gstin: LOCAL_SUPPLIER },
    { ...intraState(1_000_000), cp_gstin: LOCAL_SUPPLIER },
    {
      ...mismatch,
      ...WAIT_AND_HOLD,
      mismatch_fields: ['igst', 'cgst', 'sgst'],
      ims_action: 'PENDING',
      ...NO_CREDIT,
    },
  );
  pair('place of supply', { pos: '07' }, {}, { ...mismatch, mismatch_fields: ['pos'], itc_action: 'CLAIM' });
  pair(
    'reverse charge on the portal only',
    {},
    { reverse_charge: true },
    { ...mismatch, mismatch_fields: ['reverseChargeApplicable'], ims_action: null },
  );
  pair(
    'another GSTIN of the supplier',
    { cp_gstin: SUPPLIER_TAMIL_NADU },
    {},
    {
      ...mismatch,
      match_scope: 'PAN',
      mismatch_fields: ['cpGstin'],
      itc_action: 'CLAIM',
    },
  );
  pair(
    'billed to another own registration',
    { own_gstin: OWN_DELHI, pos: '07' },
    { pos: '27' },
    {
      ...mismatch,
      ...WAIT_AND_HOLD,
      match_scope: 'CROSS_GSTIN',
      mismatch_fields: ['myGstin', 'pos'],
      ims_action: 'PENDING',
      ...NO_CREDIT,
    },
  );
});

describe('MISSING_IN_GOVT', () => {
  const waits = { ...WAIT_AND_HOLD, ims_action: null, claim_month: null, ...NO_CREDIT } as const;
  onlyInBooks('an invoice', {}, { ...waits, flags: ['SUPPLIER_NOT_ON_PORTAL'], tax_difference: '-2222.22' });
  onlyInBooks('a credit note', { kind: 'CREDIT_NOTE' }, { ...waits, tax_difference: '2222.22' });
  onlyInBooks(
    'reverse charge from an unregistered supplier is not expected',
    { cp_gstin: null, reverse_charge: true, ...TEN_THOUSAND },
    {
      itc_action: 'CLAIM',
      payment_action: 'PAY_FULL_AMOUNT',
      igst_itc: '1800.00',
      claim_month: '052026',
      flags: ['NOT_EXPECTED_ON_PORTAL'],
    },
  );
  onlyInBooks(
    'past the limit of section 16(4)',
    { date: '2025-03-31', return_period: '032025' },
    {
      itc_action: 'INELIGIBLE',
      flags: ['SUPPLIER_NOT_ON_PORTAL', 'TIME_BARRED'],
      ...NO_CREDIT,
    },
  );
  onlyInBooks('eight days before that limit', { date: '2026-03-31', return_period: '032026' }, waits);
  onlyInBooks(
    'an import has no such limit',
    { kind: 'BILL_OF_ENTRY', cp_gstin: null, date: '2025-03-31' },
    { ...waits, flags: [] },
  );
  onlyInBooks(
    'blocked under section 17(5)',
    { itc_claim_type: 'INELIGIBLE' },
    {
      itc_action: 'INELIGIBLE',
      flags: ['SUPPLIER_NOT_ON_PORTAL', 'BLOCKED_IN_BOOKS'],
    },
  );
  scenario(
    'other documents of the supplier are on the portal',
    [booksDocument({ number: 'ZZ-9', ...interState(777_700) })],
    [portalDocument()],
    (outcome) => {
      expect(lineOf(outcome, 'b1')).toMatchObject({ match_type: 'MISSING_IN_GOVT', flags: [] });
    },
  );
});

describe('MISSING_IN_PR', () => {
  onlyOnPortal(
    'an invoice',
    {},
    { itc_action: 'PENDING', ims_action: 'PENDING', ...NO_CREDIT, flags: [], tax_difference: '2222.22' },
  );
  onlyOnPortal(
    'a credit note reduces the credit all the same',
    { kind: 'CREDIT_NOTE', ...TEN_THOUSAND },
    {
      itc_action: 'REVERSE',
      taxable_itc: '-10000.00',
      igst_itc: '-1800.00',
      claim_month: '052026',
      tax_difference: '-1800.00',
    },
  );
  onlyOnPortal('reverse charge is not in the IMS', { reverse_charge: true }, { ims_action: null });
  onlyOnPortal('an ISD invoice is not in the IMS', { kind: 'ISD_INVOICE' }, { ims_action: null });
});

describe('flags', () => {
  pair(
    'those of both readers come first',
    { flags: ['DATE_FROM_VOUCHER'] },
    { flags: ['GSTIN_CHECK_DIGIT'], itc_reason: 'P', bucket: 'UNAVAILABLE' },
    {
      flags: ['DATE_FROM_VOUCHER', 'GSTIN_CHECK_DIGIT', 'PLACE_OF_SUPPLY_RESTRICTED'],
    },
  );
});
