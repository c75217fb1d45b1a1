/**
 * The normalised document: one shape for a purchase register document and a portal document (domain spec 2.12).
 * `formats` fills DuckDB tables of this shape, `engine` reads them, reports join back to them.
 *
 * Amounts are rupees as DECIMAL(18,2), positive; the direction is in `kind` (credit notes reduce credit).
 */
export interface Column {
  readonly name: string;
  /** DuckDB type. */
  readonly type: string;
  readonly doc: string;
}

const text = (name: string, doc: string): Column => ({ name, type: 'VARCHAR', doc });
const date = (name: string, doc: string): Column => ({ name, type: 'DATE', doc });
const flag = (name: string, doc: string): Column => ({ name, type: 'BOOLEAN', doc });
const rupees = (name: string, doc: string): Column => ({ name, type: 'DECIMAL(18,2)', doc });

export const DOCUMENT_COLUMNS = [
  {
    name: 'seq',
    type: 'INTEGER',
    doc: 'Handle for joins within one run: unique on its side, 1..n, not stable between runs.',
  },
  text(
    'document_id',
    'Unique on its side and derived from content alone, so that it does not depend on row or file order.',
  ),
  text('source', 'PURCHASE_REGISTER | GSTR_2B | GSTR_2A'),
  text('section', 'B2B B2BA CDNR CDNRA ECO ECOA ISD ISDA IMPG IMPGA IMPGSEZ IMPGSEZA'),
  text('kind', 'INVOICE | CREDIT_NOTE | DEBIT_NOTE | BILL_OF_ENTRY | ISD_INVOICE | ISD_CREDIT_NOTE'),
  text('own_gstin', 'The registration that received the supply.'),
  text('cp_gstin', 'Supplier (or ISD, e-commerce operator, SEZ unit); null for imports and unregistered suppliers.'),
  text('cp_name', 'Trade or legal name as received.'),
  text('number', 'Document number (bill of entry number for imports) as received; null when missing.'),
  date('date', 'Document date (IST calendar date).'),
  text(
    'return_period',
    'MMYYYY. Portal: the 2B/2A period. Books: return filing month, else month of booking, else of the document.',
  ),
  text('original_kind', 'Amendments: kind of the original.'),
  text('original_number', 'Portal amendments: number of the original. Books notes: linked invoice number.'),
  date('original_date', 'Date of the original or linked document.'),
  text('amendment_type', '2A atyp, BoE amendType, as received.'),
  text('supply_type', 'R SEWP SEWOP DE CBW'),
  text('pos', 'Place of supply, two-digit state code; null when not said: then it is not compared.'),
  flag('reverse_charge', 'Null when the register has no such column: then it is not compared.'),
  rupees('taxable', 'Taxable value.'),
  rupees('igst', 'Integrated tax.'),
  rupees('cgst', 'Central tax.'),
  rupees('sgst', 'State or union territory tax.'),
  rupees('cess', 'Compensation cess.'),
  rupees('value', 'Document value including tax; null when not given.'),
  text('port_code', 'Imports: six-character port code.'),
  text('itc_available', 'Portal: Y | N | T.'),
  text('itc_reason', 'Portal: P (place of supply) | C (s.16(4) cut-off).'),
  text('bucket', 'Portal: AVAILABLE | UNAVAILABLE | REVERSED_37A | REJECTED. Books: null.'),
  text('ims_status', 'A N R P'),
  flag('ims_itc_reduction', 'itcRedReq: is ITC to be reduced.'),
  rupees('declared_igst', 'Declared reduction, IGST.'),
  rupees('declared_cgst', 'Declared reduction, CGST.'),
  rupees('declared_sgst', 'Declared reduction, SGST.'),
  rupees('declared_cess', 'Declared reduction, cess.'),
  text('ims_remarks', 'Remarks of the recipient in the IMS.'),
  text('supplier_period', 'MMYYYY of the return in which the supplier reported it.'),
  date('supplier_filed_on', 'Date on which the supplier filed that return.'),
  flag('supplier_filed_gstr1', '2A cfs.'),
  flag('supplier_filed_gstr3b', '2A cfs3b.'),
  date('supplier_cancelled_on', '2A dtcancel: the supplier registration was cancelled on.'),
  text('irn', 'Invoice reference number of an e-invoice.'),
  date('irn_date', 'Date of the IRN.'),
  date('generated_on', '2B gendt.'),
  text('itc_claim_type', 'Books: INPUT | INPUT_SERVICES | CAPITAL_GOODS | INELIGIBLE.'),
  rupees('claim_igst', 'Books: ITC claim amount, IGST; null when not given.'),
  rupees('claim_cgst', 'Books: ITC claim amount, CGST.'),
  rupees('claim_sgst', 'Books: ITC claim amount, SGST.'),
  rupees('claim_cess', 'Books: ITC claim amount, cess.'),
  text('vendor_code', 'Books.'),
  text('voucher_type', 'Books.'),
  text('voucher_number', "Books: own voucher number, never the supplier's number."),
  date('voucher_date', 'Books: posting date.'),
  date('due_date', 'Books: payment due date.'),
  text('external_id', "Books: the ERP's own id of the document, echoed in results."),
  { name: 'line_count', type: 'INTEGER', doc: 'Lines (or rate items) summed into the document.' },
  text('status', 'ACTIVE | CANCELLED | DELETED. Only ACTIVE documents are reconciled.'),
  { name: 'flags', type: 'VARCHAR[]', doc: 'Warnings from reading, names of DOCUMENT_FLAGS; null when none.' },
  text('custom_fields', 'Books: unknown columns as a JSON object; null when none.'),
] as const satisfies readonly Column[];

export type DocumentColumnName = (typeof DOCUMENT_COLUMNS)[number]['name'];

/** Warnings that a reader may leave on a document; they travel to `result.flags[]`. */
export const DOCUMENT_FLAGS = {
  GSTIN_CHECK_DIGIT: 'The supplier GSTIN fails its check digit (portal data: trusted all the same).',
  NUMBER_MISSING: "The supplier's document number is missing; the own voucher number does not stand in for it.",
  NUMBER_IRREGULAR:
    'The number breaks Rule 46(b): more than 16 characters, or characters other than letters, digits, - and /.',
  NUMBER_DAMAGED: 'The number looks damaged by a spreadsheet (scientific notation or a date).',
  NEGATIVE_AMOUNTS:
    'Amounts were negative; the document was turned into its positive counterpart (an invoice into a credit note).',
  DATE_FROM_VOUCHER: 'The document date was missing; the voucher date stands in for it.',
} as const;

/** `CREATE TABLE` for a document table. `name` must be a trusted identifier. */
export const createDocumentTableSql = (name: string): string =>
  `CREATE OR REPLACE TABLE ${name} (${DOCUMENT_COLUMNS.map((c) => `${c.name} ${c.type}`).join(', ')})`;
