import { describe, expect, it } from 'vitest';
import { COLUMN_ALIASES, IGNORED_HEADERS } from './column-aliases.ts';
import { parseColumnMapping } from './column-mapping.ts';
import { countKnownHeaders } from './known-headers.ts';
import { isValueLedger, taxHeadOf } from './ledger-head.ts';
import { mapColumns } from './map-columns.ts';
import { missingColumns } from './needed-columns.ts';
import { normaliseHeader } from './normalise-header.ts';
import { PURCHASE_FIELD_NAMES } from './purchase-fields.ts';

const MAX_ITC =
  `Document Type · Document Number · Document Date · Return Filing Month · Place of Supply · Is this a Bill of Supply · Is Reverse Charge · Linked Advance Document Number · Linked Invoice Number · Linked Invoice Date · Supplier GSTIN · Supplier Name · Supplier Address · Supplier City · Supplier State · Is Supplier Composition Dealer · Customer GSTIN · Item Category (G/S) · Item Description · HSN or SAC code · Item Quantity · Item Unit Code · Item Unit Price · Item Discount Amount · Item Taxable Amount · Zero Tax Category · GST Rate · CGST Rate · CGST Amount · SGST Rate · SGST Amount · IGST Rate · IGST Amount · CESS Rate · CESS Amount · ITC Claim Type · ITC Claim CGST Amount · ITC Claim SGST Amount · ITC Claim IGST Amount · ITC Claim CESS Amount · Document CGST Amount · Document SGST Amount · Document IGST Amount · Document Cess Amount · Document Total Amount · Import Type · Import Bill Number · Import Bill Date · Import Bill Port Code · Goods Receipt Note Number · Goods Receipt Note Date · Payment Due Date · ERP Source · Company Code · Vendor Code · Voucher Type · Voucher Number · Voucher Date · Is this Document Cancelled · Is this Document Deleted · External ID · External Line Item ID`.split(
    ' · ',
  );

const camelCase = (title: string): string =>
  title
    .replace(/[^A-Za-z0-9 ]/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/ +([a-z0-9])/g, (_, c: string) => c.toUpperCase());

/** "Header=field" for columns that feed one, "Header=CUSTOM" and so on for the others. */
const mapped = (headers: readonly string[]): string[] =>
  mapColumns('x.csv', headers).columns.map((c) => c.mappedTo ?? c.use);

describe('normaliseHeader', () => {
  it.each([
    ['Taxable Value (₹)', 'taxable value'],
    ['itemTaxableAmount', 'item taxable amount'],
    ['VOUCHER REF. NO.', 'voucher ref no'],
    ['  GSTIN/UIN  ', 'gstin uin'],
    ['supplier_gstin', 'supplier gstin'],
    ['Invoice Amt. (Rs.)', 'invoice amount'],
    ['State/UT Tax(₹)', 'state ut tax'],
    ['SGST/UTGST Amount', 'sgst amount'],
    ['Doc. Number', 'document no'],
    ['IGST @ 18%', 'igst 18 %'],
    ['', ''],
  ])('%j is %j', (header, normal) => {
    expect(normaliseHeader(header)).toBe(normal);
  });

  it('leaves every alias as it is written in the table', () => {
    const aliases = PURCHASE_FIELD_NAMES.flatMap((field) => [
      ...COLUMN_ALIASES[field].sure,
      ...(COLUMN_ALIASES[field].weak ?? []),
    ]);
    for (const alias of [...aliases, ...IGNORED_HEADERS]) expect(normaliseHeader(alias)).toBe(alias);
  });

  it('has no header that surely means two fields', () => {
    const sure = PURCHASE_FIELD_NAMES.flatMap((field) => COLUMN_ALIASES[field].sure);
    expect(new Set(sure).size).toBe(sure.length);
  });
});

describe('mapColumns', () => {
  it('knows every column of the Max ITC template, printed and as JSON keys', () => {
    const map = mapColumns('x.csv', MAX_ITC);
    expect(map.kind).toBe('MAX_ITC');
    expect(map.columns.filter((c) => c.use === 'CUSTOM')).toEqual([]);
    expect(map.columns.filter((c) => c.mappedTo !== null).length).toBe(38);
    expect(missingColumns(map)).toEqual([]);
    const json = mapColumns('x.json', MAX_ITC.map(camelCase));
    expect(json.columns.map((c) => c.mappedTo)).toEqual(map.columns.map((c) => c.mappedTo));
  });

  it('reads the Tally columnar register: ledgers add up, the voucher number is the own one', () => {
    const headers =
      'Date,Particulars,Voucher Type,Voucher No.,Voucher Ref. No.,Voucher Ref. Date,GSTIN/UIN,Narration,Value,Gross Total,Purchase @18%,Purchase 5%,Freight Inward,INPUT CGST 9%,INPUT CGST 2.5%,INPUT SGST,Input IGST,TDS Payable,Round Off';
    const map = mapColumns('x.csv', headers.split(','));
    expect(map.kind).toBe('TALLY');
    expect(map.columns.map((c) => c.mappedTo ?? c.use)).toEqual([
      ...[
        'voucherDate',
        'supplierName',
        'voucherType',
        'voucherNumber',
        'documentNumber',
        'documentDate',
        'supplierGstin',
        'NOT_NEEDED',
      ],
      ...['voucherValue', 'documentTotalAmount', 'itemTaxableAmount', 'itemTaxableAmount', 'itemTaxableAmount'],
      ...['cgstAmount', 'cgstAmount', 'sgstAmount', 'igstAmount', 'CUSTOM', 'NOT_NEEDED'],
    ]);
  });

  it('reads ERPNext with India Compliance', () => {
    const headers = [
      'name',
      'bill_no',
      'bill_date',
      'posting_date',
      'supplier_gstin',
      'company_gstin',
      'is_return',
      'is_reverse_charge',
      'gst_category',
      'place_of_supply',
      'Net Total',
      'Input Tax CGST - ABC',
      'Input Tax SGST - ABC',
      'Input Tax IGST - ABC',
      'Grand Total',
    ];
    const map = mapColumns('x.csv', headers);
    expect(map.kind).toBe('ERPNEXT');
    expect(map.columns.map((c) => c.mappedTo ?? c.use)).toEqual([
      ...[
        'supplierName',
        'documentNumber',
        'documentDate',
        'voucherDate',
        'supplierGstin',
        'myGstin',
        'isReturn',
        'isReverseCharge',
      ],
      ...[
        'supplyType',
        'placeOfSupply',
        'itemTaxableAmount',
        'cgstAmount',
        'sgstAmount',
        'igstAmount',
        'documentTotalAmount',
      ],
    ]);
  });

  it.each([
    [
      'SAP',
      'Document Number,Reference,Document Date,Posting Date,Vendor,Tax Number 3,Tax Base Amount,JICG,JISG,JIIG',
      'voucherNumber,documentNumber,documentDate,voucherDate,supplierName,supplierGstin,itemTaxableAmount,cgstAmount,sgstAmount,igstAmount',
    ],
    [
      'SAP by field names',
      'BELNR,XBLNR,BLDAT,BUDAT,LIFNR,STCD3,Taxable Value,CGST,SGST,IGST',
      'voucherNumber,documentNumber,documentDate,voucherDate,vendorCode,supplierGstin,itemTaxableAmount,cgstAmount,sgstAmount,igstAmount',
    ],
    [
      'Busy',
      'Date,Vch/Bill No,Party Name,GSTIN,Item,Taxable Amt,IGST,CGST,SGST,Total',
      'documentDate,documentNumber,supplierName,supplierGstin,CUSTOM,itemTaxableAmount,igstAmount,cgstAmount,sgstAmount,documentTotalAmount',
    ],
    [
      'the GST offline tool',
      'GSTIN of supplier,Inward type,Document Type,Document Number,Date,Taxable Value,Total Tax,IGST,CGST,SGST/UTGST,Cess',
      'supplierGstin,supplyType,documentType,documentNumber,documentDate,itemTaxableAmount,NOT_NEEDED,igstAmount,cgstAmount,sgstAmount,cessAmount',
    ],
    [
      'a plain register',
      'Supplier Invoice No,Supplier Invoice Date,GST No,Taxable Value (₹),Integrated Tax,Central Tax,State/UT Tax,Reverse Charge',
      'documentNumber,documentDate,supplierGstin,itemTaxableAmount,igstAmount,cgstAmount,sgstAmount,isReverseCharge',
    ],
    [
      'rates beside amounts',
      'Bill No,Bill Date,GSTIN,Taxable Value,CGST Rate,CGST %,CGST Amount,CGST',
      'documentNumber,documentDate,supplierGstin,itemTaxableAmount,NOT_NEEDED,NOT_NEEDED,cgstAmount,NOT_NEEDED',
    ],
    [
      'claims beside taxes',
      'Bill No,Bill Date,GSTIN,Taxable Value,IGST,ITC IGST',
      'documentNumber,documentDate,supplierGstin,itemTaxableAmount,igstAmount,itcClaimIgstAmount',
    ],
  ])('reads %s', (_, headers, fields) => {
    expect(mapped(headers.split(',')).join(',')).toBe(fields);
  });

  it('takes the voucher number only where no column could hold the supplier number, and says so', () => {
    const map = mapColumns('x.csv', ['Date', 'Voucher No', 'GSTIN', 'Taxable Value']);
    expect(map.byField.get('documentNumber')).toEqual([1]);
    expect(map.warnings).toEqual([
      `No column holds the supplier's document number; "Voucher No" is read in its place.`,
    ]);
  });

  it('says which of two headers for one field it uses', () => {
    const map = mapColumns('x.csv', ['Ref No', 'Supplier Invoice No', 'Bill Date', 'GSTIN', 'Taxable Value']);
    expect(map.byField.get('documentNumber')).toEqual([1]);
    expect(map.warnings).toEqual(['The column "Ref No" also looks like Document Number; it is not used.']);
  });

  it.each([
    ['the same header twice', 'Bill No,Bill No,Bill Date,GSTIN,Taxable Value'],
    ['the same tax column twice', 'Bill No,Bill Date,GSTIN,Taxable Value,IGST Amount,IGST Amount'],
    ['a total of ledgers beside the ledgers', 'Bill No,Bill Date,GSTIN,Taxable Value,IGST,IGST @ 18%'],
  ])('refuses %s', (_, headers) => {
    expect(() => mapColumns('x.csv', headers.split(','))).toThrow(
      expect.objectContaining({ code: 'COLUMN_DUPLICATE' }),
    );
  });

  it('adds up ledgers of one head in a plain register', () => {
    expect(
      mapColumns('x.csv', 'Bill No,Bill Date,GSTIN,Taxable Value,IGST @ 18%,IGST @ 5%'.split(',')).byField.get(
        'igstAmount',
      ),
    ).toEqual([4, 5]);
  });

  it.each(['Document Number', 'Document Date', 'Supplier GSTIN', 'Item Taxable Amount'])(
    'reads nothing in place of the %s that a template lacks',
    (lacking) => {
      const titles = ['Document Type', 'Document Number', 'Document Date', 'Supplier GSTIN', 'Item Taxable Amount'];
      const others = ['My GSTIN', 'Voucher Number', 'Voucher Date', 'Import Bill Number', 'Import Bill Date'];
      const map = mapColumns('x.csv', [...titles.filter((title) => title !== lacking), ...others]);
      expect(missingColumns(map)).toEqual([expect.stringMatching(`^${lacking} \\(`)]);
    },
  );

  it('names what is missing, with headers it would take', () => {
    const missing = missingColumns(mapColumns('x.csv', ['Bill No', 'Bill Date', 'Taxable Value']));
    expect(missing).toHaveLength(1);
    expect(missing[0]).toMatch(/^Supplier GSTIN \(for example "supplier gstin", "gstin of supplier"/);
  });

  it('does not take every word for a header', () => {
    expect(countKnownHeaders(['Purchase Register', 'for', 'October'])).toBe(0);
    expect(countKnownHeaders(['GSTIN', 'GSTIN', 'gstin'])).toBe(1);
  });
});

describe('a saved mapping', () => {
  const mapping = parseColumnMapping(
    '{"columns": {"documentNumber": "Their No", "igstAmount": ["Tax A", "Tax B"], "placeOfSupply": null}}',
    'm',
  );
  const headers = ['Their No', 'Bill No', 'Bill Date', 'GSTIN', 'Taxable Value', 'Tax A', 'tax b', 'POS', 'IGST'];

  it('decides its fields, and leaves the others to the headers', () => {
    const map = mapColumns('x.csv', headers, mapping);
    expect(map.byField.get('documentNumber')).toEqual([0]);
    expect(map.byField.get('igstAmount')).toEqual([5, 6]);
    expect(map.byField.has('placeOfSupply')).toBe(false);
    expect(map.byField.get('supplierGstin')).toEqual([3]);
  });

  it('refuses columns that the file does not have, or has twice', () => {
    expect(() => mapColumns('x.csv', headers.slice(1), mapping)).toThrow(
      expect.objectContaining({ code: 'COLUMN_MISSING' }),
    );
    expect(() =>
      mapColumns('x.csv', [...headers, 'Tax B'], parseColumnMapping('{"columns":{"igstAmount":"TAX  B"}}', 'm')),
    ).toThrow(expect.objectContaining({ code: 'COLUMN_DUPLICATE' }));
    const two = parseColumnMapping('{"columns":{"documentDate":["Bill Date","POS"]}}', 'm');
    expect(() => mapColumns('x.csv', headers, two)).toThrow(expect.objectContaining({ code: 'COLUMN_DUPLICATE' }));
  });

  it.each([
    ['{', /not JSON/],
    ['[]', /must be a JSON object/],
    ['{"colums": {}}', /unknown key "colums"/],
    ['{"columns": []}', /must be an object/],
    ['{"columns": {"billNo": "x"}}', /unknown field "billNo"/],
    ['{"columns": {"documentNumber": 5}}', /must name a header/],
    ['{"ownGstin": "27AAA"}', /not a GSTIN/],
    ['{"dateFormat": "DD/MM"}', /dateFormat/],
    ['{"dateFormat": "DD/MM/YYYY/DD"}', /dateFormat/],
    ['{"headerRow": 0}', /row number/],
    ['{"delimiter": "::"}', /delimiter/],
    ['{"sheet": ""}', /sheet/],
  ])('refuses %s with a plain message', (json, message) => {
    expect(() => parseColumnMapping(json, 'm.json')).toThrow(message);
    expect(() => parseColumnMapping(json, 'm.json')).toThrow(
      expect.objectContaining({ code: 'MAPPING_INVALID', file: 'm.json' }),
    );
  });

  it('takes all of its settings', () => {
    const all = {
      columns: {},
      ownGstin: '27aaaca1111a1zs',
      dateFormat: 'MM/DD/YYYY',
      headerRow: 3,
      delimiter: ';',
      sheet: 'Oct',
    };
    expect(parseColumnMapping(`\ufeff${JSON.stringify(all)}`, 'm')).toEqual({
      ...all,
      columns: new Map(),
      ownGstin: '27AAACA1111A1ZS',
    });
  });
});

describe('ledgers', () => {
  it.each([
    ['INPUT CGST', 'cgstAmount'],
    ['IGST @ 18%', 'igstAmount'],
    ['Input Tax SGST - ABC', 'sgstAmount'],
    ['UTGST 9%', 'sgstAmount'],
    ['GST Compensation Cess', 'cessAmount'],
    ['Output CGST', null],
    ['CGST Rate', null],
    ['CGST %', null],
    ['CGST+SGST', null],
    ['Krishi Kalyan Cess', null],
    ['Ineligible IGST', null],
    ['Purchase', null],
  ])('%s adds to %s', (header, head) => {
    expect(taxHeadOf(normaliseHeader(header))).toBe(head);
  });

  it('tells the ledgers that are part of the value', () => {
    expect(
      ['Purchase GST 18%', 'Freight', 'Computer A/c', 'Round Off', 'TDS on Purchase 194Q', 'Input CGST', ''].map((h) =>
        isValueLedger(normaliseHeader(h)),
      ),
    ).toEqual([true, true, true, false, true, false, false]);
  });
});
