import { describe } from 'vitest';
import { interState } from '../testing/documents.ts';
import { NO_CREDIT, oneLineTests, TEN_THOUSAND } from '../testing/one-line.ts';
import { scenarioTests } from '../testing/scenarios.ts';

const { pair } = oneLineTests(scenarioTests());

describe('what the portal says of the credit', () => {
  const ineligible = {
    match_type: 'EXACT',
    itc_action: 'INELIGIBLE',
    ims_action: null,
    claim_month: null,
    ...NO_CREDIT,
  } as const;
  pair(
    'place of supply restricted',
    {},
    { bucket: 'UNAVAILABLE', itc_available: 'N', itc_reason: 'P' },
    {
      ...ineligible,
      flags: ['PLACE_OF_SUPPLY_RESTRICTED'],
      payment_action: 'PAY_FULL_AMOUNT',
    },
  );
  pair(
    'filed after the cut-off',
    {},
    { bucket: 'UNAVAILABLE', itc_available: 'N', itc_reason: 'C' },
    {
      ...ineligible,
      flags: ['FILED_AFTER_CUT_OFF'],
      payment_action: 'HOLD_GST_AMOUNT',
    },
  );
  pair('rejected in the IMS', {}, { bucket: 'REJECTED' }, { ...ineligible, flags: ['REJECTED_IN_IMS'] });
  pair(
    'reversed under rule 37A',
    TEN_THOUSAND,
    { bucket: 'REVERSED_37A', ...TEN_THOUSAND },
    {
      match_type: 'EXACT',
      itc_action: 'REVERSE',
      payment_action: 'HOLD_GST_AMOUNT',
      ims_action: null,
      igst_itc: '-1800.00',
      taxable_itc: '-10000.00',
      flags: ['REVERSED_RULE_37A'],
    },
  );
  pair(
    'the supplier has not filed GSTR-3B',
    {},
    { supplier_filed_gstr3b: false },
    {
      match_type: 'EXACT',
      itc_action: 'CLAIM',
      flags: ['SUPPLIER_GSTR3B_NOT_FILED'],
    },
  );
  pair(
    'blocked under section 17(5)',
    { itc_claim_type: 'INELIGIBLE' },
    {},
    {
      match_type: 'EXACT',
      itc_action: 'INELIGIBLE',
      ims_action: 'ACCEPT',
      payment_action: 'PAY_FULL_AMOUNT',
      flags: ['BLOCKED_IN_BOOKS'],
      ...NO_CREDIT,
    },
  );
  pair(
    'booked after the October of the next year',
    { date: '2025-03-31', return_period: '112025' },
    { date: '2025-03-31', return_period: '032025' },
    {
      match_type: 'EXACT',
      itc_action: 'INELIGIBLE',
      flags: ['TIME_BARRED'],
      ...NO_CREDIT,
    },
  );
  pair(
    'booked in that October',
    { date: '2025-03-31', return_period: '102025' },
    { date: '2025-03-31', return_period: '032025' },
    {
      itc_action: 'CLAIM',
      claim_month: '102025',
      flags: [],
    },
  );
});

describe('credit notes', () => {
  const note = { kind: 'CREDIT_NOTE', ...TEN_THOUSAND };
  const reversed = { itc_action: 'REVERSE', payment_action: 'PAY_FULL_AMOUNT', ims_action: 'ACCEPT' } as const;
  pair('take the whole credit away', note, note, {
    match_type: 'EXACT',
    ...reversed,
    igst_itc: '-1800.00',
    taxable_itc: '-10000.00',
    remark: 'Credit note agreed: reduce the credit.',
  });
  pair(
    'take away what the recipient declared',
    note,
    { ...note, ims_itc_reduction: true, declared_igst: '450.25' },
    {
      ...reversed,
      igst_itc: '-450.25',
    },
  );
  pair(
    'take nothing away where the recipient declared so',
    note,
    { ...note, ims_itc_reduction: false },
    { ...reversed, igst_itc: '0.00' },
  );
  pair('take what the portal says, not the lower of the two', { ...note, ...interState(900_000) }, note, {
    match_type: 'MISMATCH',
    itc_action: 'REVERSE',
    igst_itc: '-1800.00',
    tax_difference: '-180.00',
  });
  pair('booked as a debit note', { ...note, kind: 'DEBIT_NOTE' }, note, {
    match_type: 'WITHIN_TOLERANCE',
    flags: ['NOTE_KIND_DIFFERS'],
    mismatch_fields: ['documentType'],
    ...reversed,
    igst_itc: '-1800.00',
  });
  pair('booked as an invoice', { ...note, kind: 'INVOICE' }, note, {
    match_type: 'MISMATCH',
    mismatch_fields: ['documentType'],
    itc_action: 'REVERSE',
  });
});

describe('claim month', () => {
  pair('the portal comes later', { return_period: '052026' }, { return_period: '072026' }, { claim_month: '072026' });
  pair('the books come later', { return_period: '012027' }, { return_period: '122026' }, { claim_month: '012027' });
});
