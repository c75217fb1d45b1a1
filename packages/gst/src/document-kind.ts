export const DOCUMENT_KINDS = [
  'INVOICE',
  'CREDIT_NOTE',
  'DEBIT_NOTE',
  'BILL_OF_ENTRY',
  'ISD_INVOICE',
  'ISD_CREDIT_NOTE',
] as const;

/** Kind of a document as its supplier sees it: a credit note reduces what the recipient may claim. */
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

const SPELLINGS: Readonly<Record<DocumentKind, readonly string[]>> = {
  INVOICE: [
    'INVOICE',
    'INVOICES',
    'INV',
    'TAXINVOICE',
    'SELFINVOICE',
    'PURCHASEINVOICE',
    'BILL',
    'PURCHASE',
    'PURCHASES',
    'PURCHASEBILL',
    'VENDORBILL',
    'BILLOFSUPPLY',
    'BOS',
  ],
  CREDIT_NOTE: [
    'CREDITNOTE',
    'CREDITNOTES',
    'CREDIT',
    'CRN',
    'CN',
    'C',
    'CREDITMEMO',
    'VENDORCREDIT',
    'PURCHASERETURN',
    'PURCHASERETURNS',
  ],
  // A debit note includes a supplementary invoice (CGST Act s.34(3), explanation).
  DEBIT_NOTE: ['DEBITNOTE', 'DEBITNOTES', 'DEBIT', 'DBN', 'DN', 'D', 'DEBITMEMO', 'SUPPLEMENTARYINVOICE'],
  BILL_OF_ENTRY: ['BILLOFENTRY', 'BOE', 'BE', 'IMPORTBILL'],
  ISD_INVOICE: ['ISDINVOICE', 'ISDI', 'ISD'],
  ISD_CREDIT_NOTE: ['ISDCREDITNOTE', 'ISDCREDIT', 'ISDC', 'ISDCN'],
};

const KIND_OF_SPELLING: ReadonlyMap<string, DocumentKind> = new Map(
  DOCUMENT_KINDS.flatMap((kind) => SPELLINGS[kind].map((spelling): [string, DocumentKind] => [spelling, kind])),
);

/**
 * The kind a document type names, in any case and with any separators: "invoice", "CRN", "Debit Note", "Bill of Supply",
 * "BOE", "ISDC". Null for a type that is not known.
 *
 * The words are the supplier's. In a register of vouchers (Tally) they are the buyer's: use `kindOfVoucherType` there.
 */
export const parseDocumentKind = (text: string): DocumentKind | null =>
  KIND_OF_SPELLING.get(text.toUpperCase().replace(/[^A-Z]+/g, '')) ?? null;

/**
 * The kind behind a voucher type of the buyer's own books, where the words are turned round: the buyer's debit note is
 * the supplier's credit note. Types with words around a known one ("GST Purchase", "Debit Note Local") are understood;
 * orders, challans and sales are no purchase documents, so they give null, as does any unknown type.
 */
export const kindOfVoucherType = (text: string): DocumentKind | null => {
  const words = text
    .toUpperCase()
    .replace(/[^A-Z]+/g, ' ')
    .trim();
  if (/\b(?:ORDER|CHALLAN|QUOTATION|SALES?)\b/.test(words)) return null;
  if (/\b(?:DEBIT NOTE|PURCHASES? RETURN|DEBIT MEMO)S?\b|^RETURNS?$/.test(words)) return 'CREDIT_NOTE';
  if (/\b(?:CREDIT NOTE|CREDIT MEMO)S?\b/.test(words)) return 'DEBIT_NOTE';
  return /\b(?:PURCHASE|BILL|INVOICE)S?\b/.test(words) ? 'INVOICE' : null;
};

/** -1 for kinds that reduce the credit, 1 for the others. */
export const signOf = (kind: DocumentKind): 1 | -1 => (kind === 'CREDIT_NOTE' || kind === 'ISD_CREDIT_NOTE' ? -1 : 1);

/**
 * The kind that says with positive amounts what `kind` says with negative ones: a negative invoice or debit note is a
 * credit note. Null for a bill of entry, which has no counterpart. Books often write a credit note with negative
 * amounts already; there the minus repeats the kind and nothing has to be turned.
 */
export const oppositeKind = (kind: DocumentKind): DocumentKind | null => {
  switch (kind) {
    case 'INVOICE':
    case 'DEBIT_NOTE':
      return 'CREDIT_NOTE';
    case 'CREDIT_NOTE':
      return 'DEBIT_NOTE';
    case 'ISD_INVOICE':
      return 'ISD_CREDIT_NOTE';
    case 'ISD_CREDIT_NOTE':
      return 'ISD_INVOICE';
    case 'BILL_OF_ENTRY':
      return null;
  }
};
