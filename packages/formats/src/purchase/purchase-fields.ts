/** How the cells of a field are read. */
export type FieldType = 'text' | 'gstin' | 'date' | 'amount' | 'state' | 'period' | 'yesNo' | 'kind';

export interface PurchaseField {
  readonly type: FieldType;
  /** The column's name in the Max ITC purchase template. */
  readonly title: string;
}

const text = (title: string): PurchaseField => ({ type: 'text', title });
const amount = (title: string): PurchaseField => ({ type: 'amount', title });
const date = (title: string): PurchaseField => ({ type: 'date', title });
const yesNo = (title: string): PurchaseField => ({ type: 'yesNo', title });

/**
 * What a column of a purchase register can mean. The names are the JSON keys of the Max ITC purchase template where it
 * has the column; `--mapping` files use them too.
 */
export const PURCHASE_FIELDS = {
  documentType: { type: 'kind', title: 'Document Type' },
  documentNumber: text('Document Number'),
  documentDate: date('Document Date'),
  returnFilingMonth: { type: 'period', title: 'Return Filing Month' },
  placeOfSupply: { type: 'state', title: 'Place of Supply' },
  isReverseCharge: yesNo('Is Reverse Charge'),
  linkedInvoiceNumber: text('Linked Invoice Number'),
  linkedInvoiceDate: date('Linked Invoice Date'),
  /** Registers that name a note beside the invoice that it changes: where it is filled in, the line is of the note. */
  noteNumber: text('Credit/Debit Note Number'),
  noteDate: date('Credit/Debit Note Date'),
  noteType: text('Credit/Debit Note Type'),
  supplierGstin: { type: 'gstin', title: 'Supplier GSTIN' },
  supplierName: text('Supplier Name'),
  myGstin: { type: 'gstin', title: 'My GSTIN' },
  itemTaxableAmount: amount('Item Taxable Amount'),
  igstAmount: amount('IGST Amount'),
  cgstAmount: amount('CGST Amount'),
  sgstAmount: amount('SGST Amount'),
  cessAmount: amount('CESS Amount'),
  itcClaimType: text('ITC Claim Type'),
  itcClaimIgstAmount: amount('ITC Claim IGST Amount'),
  itcClaimCgstAmount: amount('ITC Claim CGST Amount'),
  itcClaimSgstAmount: amount('ITC Claim SGST Amount'),
  itcClaimCessAmount: amount('ITC Claim CESS Amount'),
  documentIgstAmount: amount('Document IGST Amount'),
  documentCgstAmount: amount('Document CGST Amount'),
  documentSgstAmount: amount('Document SGST Amount'),
  documentCessAmount: amount('Document Cess Amount'),
  documentTotalAmount: amount('Document Total Amount'),
  /** Tally: the value of the voucher before tax, used where no purchase ledger column holds an amount. */
  voucherValue: amount('Value'),
  importType: text('Import Type'),
  importBillNumber: text('Import Bill Number'),
  importBillDate: date('Import Bill Date'),
  importBillPortCode: text('Import Bill Port Code'),
  paymentDueDate: date('Payment Due Date'),
  vendorCode: text('Vendor Code'),
  voucherType: text('Voucher Type'),
  voucherNumber: text('Voucher Number'),
  voucherDate: date('Voucher Date'),
  isDocumentCancelled: yesNo('Is this Document Cancelled'),
  isDocumentDeleted: yesNo('Is this Document Deleted'),
  isReturn: yesNo('Is Return'),
  supplyType: text('Supply Type'),
  externalId: text('External ID'),
} as const satisfies Record<string, PurchaseField>;

export type PurchaseFieldName = keyof typeof PURCHASE_FIELDS;

// Object.keys forgets the literal names that the constant above was declared with.
export const PURCHASE_FIELD_NAMES = Object.keys(PURCHASE_FIELDS) as readonly PurchaseFieldName[];

export const isPurchaseFieldName = (name: string): name is PurchaseFieldName => Object.hasOwn(PURCHASE_FIELDS, name);

export const fieldsOfType = (type: FieldType): readonly PurchaseFieldName[] =>
  PURCHASE_FIELD_NAMES.filter((name) => PURCHASE_FIELDS[name].type === type);

/** Fields that several columns may feed: ledger columns of one tax head, or purchase ledgers, add up. */
export const ADDING_FIELDS: ReadonlySet<PurchaseFieldName> = new Set<PurchaseFieldName>([
  'itemTaxableAmount',
  'igstAmount',
  'cgstAmount',
  'sgstAmount',
  'cessAmount',
]);

/** `supplierGstin` → `supplier_gstin`, the field's column in DuckDB. */
export const columnNameOf = (field: PurchaseFieldName): string =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
