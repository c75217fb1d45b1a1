import type { RegisterFacts } from './prepare-lookups.ts';
import { lookupOf } from './prepare-lookups.ts';
import { columnNameOf, fieldsOfType, PURCHASE_FIELDS, type PurchaseFieldName } from './purchase-fields.ts';
import { sqlText } from './sql-text.ts';

/** Why a line cannot be taken: `field:CODE`, as the column `problems` of the checked lines lists them. */
export type ProblemCode = 'MISSING' | 'GSTIN' | 'DATE' | 'STATE' | 'PERIOD' | 'KIND' | 'NOTE' | 'AMOUNT';

/** Texts that stand for no document number; none is longer than four characters. */
const NO_NUMBER = '[-–—.]+|n/?a|n\\.a|nil|none|null|#n/a';

const LOOKED_UP: readonly PurchaseFieldName[] = [
  'supplierGstin',
  'myGstin',
  'documentDate',
  'voucherDate',
  'linkedInvoiceDate',
  'noteDate',
  'noteType',
  'importBillDate',
  'paymentDueDate',
  'placeOfSupply',
  'returnFilingMonth',
  'itcClaimType',
  'importType',
  'supplyType',
  'isReverseCharge',
  'isDocumentCancelled',
  'isDocumentDeleted',
];

/**
 * The lines with every text read, as SQL: `line_id`, what a document is made of, and `problems`, null for good lines.
 * `fields` are the fields that have a column in `purchase_line`; the lookups must be there. `where` selects lines `l`.
 */
export const checkedLinesSql = (
  fields: ReadonlySet<PurchaseFieldName>,
  facts: readonly RegisterFacts[],
  where = 'true',
): string => {
  const text = (field: PurchaseFieldName): string => (fields.has(field) ? `l.${columnNameOf(field)}` : 'NULL::VARCHAR');
  const value = (field: PurchaseFieldName): string =>
    fields.has(field) ? `t_${columnNameOf(field)}.value` : emptyOf(field);
  const isBad = (field: PurchaseFieldName): string =>
    fields.has(field) ? `coalesce(t_${columnNameOf(field)}.is_bad, false)` : 'false';
  const isFlagged = (field: PurchaseFieldName): string =>
    fields.has(field) ? `coalesce(t_${columnNameOf(field)}.is_flagged, false)` : 'false';
  const isYes = (field: PurchaseFieldName): string =>
    fields.has(field) ? `coalesce(${value(field)} = 'Y', false)` : 'false';
  const joins = LOOKED_UP.filter((field) => fields.has(field)).map(
    (field) =>
      `LEFT JOIN ${lookupOf(field)} t_${columnNameOf(field)} ON t_${columnNameOf(field)}.text = l.${columnNameOf(field)}`,
  );
  const files = (kind: RegisterFacts['kind']): string => {
    const numbers = facts.filter((fact) => fact.kind === kind).map((fact) => fact.fileNo);
    return numbers.length === facts.length
      ? 'true'
      : numbers.length === 0
        ? 'false'
        : `l.file_no IN (${numbers.join(', ')})`;
  };
  const ownOf = facts.map(
    (fact) => `WHEN ${fact.fileNo} THEN ${fact.ownGstin === null ? 'NULL' : sqlText(fact.ownGstin)}`,
  );
  const amounts = fieldsOfType('amount').map(
    (field) => `${fields.has(field) ? text(field) : 'NULL::DECIMAL(18,2)'} AS ${columnNameOf(field)}`,
  );
  const number = (field: PurchaseFieldName): string =>
    fields.has(field)
      ? `CASE WHEN strlen(${text(field)}) > 4 OR NOT regexp_full_match(lower(${text(field)}), ${sqlText(NO_NUMBER)}) THEN ${text(field)} END`
      : 'NULL::VARCHAR';
  // A line that names a note is the note's, and the invoice beside it is the one that the note changes.
  const hasNotes = fields.has('noteNumber');
  const isNote = `(${number('noteNumber')}) IS NOT NULL`;
  const ofNote = (note: string, otherwise: string): string =>
    hasNotes ? `CASE WHEN ${isNote} THEN ${note} ELSE ${otherwise} END` : otherwise;
  const invoiceOf = (linked: string, invoice: string): string =>
    hasNotes ? `CASE WHEN ${isNote} THEN coalesce(${linked}, ${invoice}) ELSE ${linked} END` : linked;
  // A blank cell of the column means an input; without the column nothing is said.
  const claimType = fields.has('itcClaimType')
    ? `CASE WHEN NOT ${isBad('itcClaimType')} THEN coalesce(${value('itcClaimType')}, 'INPUT') END`
    : 'NULL::VARCHAR';
  const kindTexts = (['documentType', 'voucherType', 'isReturn'] as const).filter((field) => fields.has(field));
  const kindJoin = [
    'k.file_no = l.file_no',
    ...kindTexts.map((field) => `k.${columnNameOf(field)} IS NOT DISTINCT FROM ${text(field)}`),
  ];

  const read = `SELECT l.rowid AS line_id, l.file_no, l.odd_amounts, l.custom_fields, ${amounts.join(', ')},
      ${files('MAX_ITC')} AS is_template, ${files('GENERIC')} AS is_generic, ${files('ERPNEXT')} AND coalesce(k.kind = 'CREDIT_NOTE', false) AS is_erpnext_return,
      ${ofNote(value('noteType'), 'k.kind')} AS stated_kind, ${hasNotes ? isNote : 'false'} AS is_note, ${value('importType')} AS import_type, ${value('supplyType')} AS supply_type,
      ${ofNote(number('noteNumber'), number('documentNumber'))} AS document_number, ${number('importBillNumber')} AS import_bill_number,
      coalesce(${value('myGstin')}, CASE l.file_no ${ownOf.join(' ')} END) AS own_gstin, ${isBad('myGstin')} AS is_own_bad,
      ${value('supplierGstin')} AS supplier_gstin, ${isBad('supplierGstin')} AS is_supplier_bad, ${isFlagged('supplierGstin')} AS is_supplier_flagged,
      ${text('supplierName')} AS supplier_name, ${ofNote(value('noteDate'), value('documentDate'))} AS document_date,
      ${ofNote(isBad('noteDate'), isBad('documentDate'))} AS is_document_date_bad,
      ${value('importBillDate')} AS import_bill_date, ${isBad('importBillDate')} AS is_import_date_bad,
      ${value('voucherDate')} AS voucher_date, ${isBad('voucherDate')} AS is_voucher_date_bad, ${value('placeOfSupply')} AS pos, ${isBad('placeOfSupply')} AS is_pos_bad,
      ${value('returnFilingMonth')} AS filing_period, ${isBad('returnFilingMonth')} AS is_period_bad,
      ${fields.has('isReverseCharge') ? isYes('isReverseCharge') : 'NULL::BOOLEAN'} AS reverse_charge, ${invoiceOf(text('linkedInvoiceNumber'), number('documentNumber'))} AS linked_number,
      ${invoiceOf(value('linkedInvoiceDate'), value('documentDate'))} AS linked_date,
      ${text('importBillPortCode')} AS port_code, ${claimType} AS itc_claim_type, ${text('vendorCode')} AS vendor_code,
      ${text('voucherType')} AS voucher_type, ${text('voucherNumber')} AS voucher_number, ${value('paymentDueDate')} AS due_date,
      ${text('externalId')} AS external_id,
      CASE WHEN ${isYes('isDocumentDeleted')} THEN 'DELETED' WHEN ${isYes('isDocumentCancelled')} THEN 'CANCELLED' ELSE 'ACTIVE' END AS status
    FROM purchase_line l ${joins.join(' ')} LEFT JOIN purchase_kind k ON ${kindJoin.join(' AND ')} WHERE l.row_state = 0 AND ${where}`;

  const derived = `SELECT *,
      coalesce(stated_kind = 'BILL_OF_ENTRY', false) OR (coalesce(stated_kind = 'INVOICE', false) AND (coalesce(import_type = 'GOODS' OR import_type = 'SEZ', false)
        OR (import_type IS NULL AND import_bill_number IS NOT NULL))) AS is_import,
      coalesce(igst_amount, document_igst_amount, 0) <> 0 OR coalesce(cgst_amount, document_cgst_amount, 0) <> 0
        OR coalesce(sgst_amount, document_sgst_amount, 0) <> 0 OR coalesce(cess_amount, document_cess_amount, 0) <> 0 AS has_tax
    FROM (${read})`;

  const settled = `SELECT *,
      CASE WHEN is_import THEN 'BILL_OF_ENTRY' WHEN import_type = 'ISD' AND stated_kind = 'INVOICE' THEN 'ISD_INVOICE'
        WHEN import_type = 'ISD' AND stated_kind = 'CREDIT_NOTE' THEN 'ISD_CREDIT_NOTE' ELSE stated_kind END AS kind,
      CASE WHEN is_import AND import_type = 'GOODS' THEN NULL ELSE supplier_gstin END AS cp_gstin,
      is_import AND (import_type = 'SEZ' OR (import_type IS NULL AND supplier_gstin IS NOT NULL)) AS is_from_sez,
      CASE WHEN NOT is_import THEN document_number WHEN import_bill_number IS NOT NULL THEN import_bill_number
        WHEN stated_kind = 'BILL_OF_ENTRY' OR ${!fields.has('importBillNumber')} THEN document_number END AS number,
      CASE WHEN is_import THEN coalesce(import_bill_date, document_date, voucher_date)
        WHEN is_erpnext_return THEN coalesce(voucher_date, document_date)
        WHEN is_template THEN document_date ELSE coalesce(document_date, voucher_date) END AS date,
      coalesce(item_taxable_amount, voucher_value, CASE WHEN has_tax AND NOT is_template THEN 0 END) AS taxable
    FROM (${derived})`;

  return `SELECT *, CASE WHEN ${Object.values(PROBLEMS)
    .map((sql) => `(${sql})`)
    .join(' OR ')} THEN list_filter([
      ${Object.entries(PROBLEMS)
        .map(([code, sql]) => `CASE WHEN ${sql} THEN ${sqlText(code)} END`)
        .join(', ')}], lambda code: code IS NOT NULL) END AS problems
    FROM (${settled})`;
};

const emptyOf = (field: PurchaseFieldName): string =>
  PURCHASE_FIELDS[field].type === 'date' ? 'NULL::DATE' : 'NULL::VARCHAR';

/** When a line is bad, over the settled columns. */
const PROBLEMS: Readonly<Record<`${PurchaseFieldName}:${ProblemCode}`, string>> | Record<string, string> = {
  'documentType:KIND': 'stated_kind IS NULL AND NOT is_note',
  'noteType:NOTE': 'stated_kind IS NULL AND is_note',
  'documentNumber:MISSING':
    'number IS NULL AND NOT is_import AND (is_template OR (is_generic AND voucher_number IS NULL AND external_id IS NULL))',
  'noteDate:DATE': 'is_document_date_bad AND is_note',
  'documentDate:DATE': 'is_document_date_bad AND NOT is_note AND NOT (is_import AND import_bill_date IS NOT NULL)',
  'importBillDate:DATE': 'is_import_date_bad AND is_import',
  'voucherDate:DATE': 'date IS NULL AND is_voucher_date_bad AND NOT is_document_date_bad AND NOT is_template',
  'documentDate:MISSING': `date IS NULL AND NOT is_document_date_bad AND NOT (is_import AND is_import_date_bad)
    AND (is_template OR NOT is_voucher_date_bad)`,
  'placeOfSupply:STATE': 'is_pos_bad',
  'returnFilingMonth:PERIOD': 'is_period_bad',
  'supplierGstin:GSTIN': "is_supplier_bad AND NOT (is_import AND import_type = 'GOODS')",
  // Without tax no credit hangs on it: an unregistered supplier. With tax somebody forgot the GSTIN.
  'supplierGstin:MISSING': `supplier_gstin IS NULL AND NOT is_supplier_bad AND NOT is_supplier_flagged AND has_tax AND NOT is_import
    AND NOT coalesce(reverse_charge, false) AND import_type IS DISTINCT FROM 'SERVICES' AND coalesce(supply_type <> 'UNREGISTERED' AND supply_type <> 'OVERSEAS', true)`,
  'myGstin:GSTIN': 'is_own_bad',
  'myGstin:MISSING': 'own_gstin IS NULL AND NOT is_own_bad',
  'itemTaxableAmount:MISSING': 'taxable IS NULL AND odd_amounts IS NULL',
  'amounts:AMOUNT': 'odd_amounts IS NOT NULL',
};
