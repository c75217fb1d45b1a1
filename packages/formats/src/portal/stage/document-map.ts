import type { DocumentShape } from '../portal-section.ts';

/** How the members of one shape become columns of the stage. Values are SQL over the members named in `keys`. */
export interface DocumentMap {
  /** Members read as text. */
  readonly keys: readonly string[];
  /** DuckDB type of the rate items, with their member name. */
  readonly items?: { readonly key: string; readonly type: string; readonly path: string; readonly heads: AmountKeys };
  /** Members of the amounts. */
  readonly amounts: AmountKeys;
  readonly value?: string;
  readonly declared?: AmountKeys;
  readonly columns: StageColumns;
}

export interface AmountKeys {
  readonly taxable?: string;
  readonly igst?: string;
  readonly cgst?: string;
  readonly sgst?: string;
  readonly cess?: string;
}

/** A member that holds one of a few codes, and what each stands for. Anything else stands for nothing. */
export interface CodedMember {
  readonly key: string;
  readonly codes: Readonly<Record<string, string>>;
}

/** SQL over the members, or a coded member. */
export type StageColumn = string | CodedMember;

export interface StageColumns {
  readonly kind: StageColumn;
  readonly number: string;
  readonly date_text: string;
  readonly supply_type?: StageColumn;
  readonly pos_text?: string;
  readonly reverse_charge?: StageColumn;
  readonly itc_available?: StageColumn;
  readonly itc_reason?: StageColumn;
  readonly ims_status?: StageColumn;
  readonly ims_itc_reduction?: StageColumn;
  readonly ims_remarks?: string;
  readonly irn?: string;
  readonly irn_date_text?: string;
  readonly original_kind?: StageColumn;
  readonly original_number?: string;
  readonly original_date_text?: string;
  readonly amendment_type?: string;
  readonly port_code?: string;
  readonly is_amended?: StageColumn;
  readonly row_cp_gstin?: string;
  readonly row_cp_name?: string;
}

const words = (text: string): string[] => text.split(' ');
const blankIsNull = (sql: string): string => `nullif(trim(${sql}), '')`;
const oneOf = (key: string, codes: string): CodedMember => ({
  key,
  codes: Object.fromEntries(words(codes).map((code) => [code, `'${code}'`])),
});
const yesOrNo = (key: string): CodedMember => ({
  key,
  codes: { Y: 'true', N: 'false', YES: 'true', NO: 'false', TRUE: 'true', FALSE: 'false' },
});
const supplyType = (key: string): CodedMember => ({
  key,
  codes: { R: `'R'`, SEWP: `'SEWP'`, SEWOP: `'SEWOP'`, SEZWP: `'SEWP'`, SEZWOP: `'SEWOP'`, DE: `'DE'`, CBW: `'CBW'` },
});
const noteKind = (key: string): CodedMember => ({ key, codes: { C: `'CREDIT_NOTE'`, D: `'DEBIT_NOTE'` } });
const isdKind = (key: string): CodedMember => ({
  key,
  codes: { ISDI: `'ISD_INVOICE'`, ISD: `'ISD_INVOICE'`, ISDC: `'ISD_CREDIT_NOTE'`, ISDCN: `'ISD_CREDIT_NOTE'` },
});
const itcAvailable = (key: string): CodedMember => oneOf(key, 'Y N T');

const HEADS_2B: AmountKeys = { taxable: 'txval', igst: 'igst', cgst: 'cgst', sgst: 'sgst', cess: 'cess' };
const DECLARED: AmountKeys = { igst: 'declIgst', cgst: 'declCgst', sgst: 'declSgst', cess: 'declCess' };
const COMMON_2B = words(
  'dt val pos rev itcavl rsn txval igst cgst sgst cess imsStatus itcRedReq declIgst declCgst declSgst declCess remarks irn irngendate',
);
const COMMON_2B_COLUMNS = {
  date_text: 'dt',
  pos_text: 'pos',
  reverse_charge: yesOrNo('rev'),
  itc_available: itcAvailable('itcavl'),
  itc_reason: oneOf('rsn', 'P C'),
  ims_status: oneOf('imsStatus', 'A N R P'),
  ims_itc_reduction: yesOrNo('itcRedReq'),
  ims_remarks: blankIsNull('remarks'),
  irn: blankIsNull('irn'),
  irn_date_text: 'irngendate',
} as const;
const ITEMS_2B = {
  key: 'items',
  type: 'STRUCT(txval VARCHAR, igst VARCHAR, cgst VARCHAR, sgst VARCHAR, cess VARCHAR)[]',
  path: 'item',
  heads: HEADS_2B,
} as const;

const HEADS_2A: AmountKeys = { taxable: 'txval', igst: 'iamt', cgst: 'camt', sgst: 'samt', cess: 'csamt' };
const COMMON_2A = words('val pos rchrg inv_typ atyp irn irngendate');
const COMMON_2A_COLUMNS = {
  supply_type: supplyType('inv_typ'),
  pos_text: 'pos',
  reverse_charge: yesOrNo('rchrg'),
  irn: blankIsNull('irn'),
  irn_date_text: 'irngendate',
  amendment_type: blankIsNull('atyp'),
} as const;
const ITEMS_2A = {
  key: 'itms',
  type: 'STRUCT(itm_det STRUCT(txval VARCHAR, iamt VARCHAR, camt VARCHAR, samt VARCHAR, csamt VARCHAR))[]',
  path: 'item.itm_det',
  heads: HEADS_2A,
} as const;

/** Keys and their meaning: domain spec 2.6 for a 2B, 2.10 for a 2A. */
export const DOCUMENT_MAPS: Readonly<Record<DocumentShape, DocumentMap>> = {
  INVOICE: {
    keys: [...COMMON_2B, ...words('inum typ oinum oidt')],
    items: ITEMS_2B,
    amounts: HEADS_2B,
    value: 'val',
    declared: DECLARED,
    columns: {
      ...COMMON_2B_COLUMNS,
      kind: `'INVOICE'`,
      number: 'inum',
      supply_type: supplyType('typ'),
      original_kind: `'INVOICE'`,
      original_number: 'oinum',
      original_date_text: 'oidt',
    },
  },
  NOTE: {
    keys: [...COMMON_2B, ...words('ntnum typ suptyp onttyp ontnum ontdt')],
    items: ITEMS_2B,
    amounts: HEADS_2B,
    value: 'val',
    declared: DECLARED,
    columns: {
      ...COMMON_2B_COLUMNS,
      kind: noteKind('typ'),
      number: 'ntnum',
      supply_type: supplyType('suptyp'),
      original_kind: noteKind('onttyp'),
      original_number: 'ontnum',
      original_date_text: 'ontdt',
    },
  },
  ISD: {
    keys: words('doctyp docnum docdt igst cgst sgst cess itcelg odoctyp odocnum odocdt'),
    amounts: { igst: 'igst', cgst: 'cgst', sgst: 'sgst', cess: 'cess' },
    columns: {
      kind: isdKind('doctyp'),
      number: 'docnum',
      date_text: 'docdt',
      itc_available: itcAvailable('itcelg'),
      original_kind: isdKind('odoctyp'),
      original_number: 'odocnum',
      original_date_text: 'odocdt',
    },
  },
  BOE: {
    keys: words('portcode boenum boedt isamd amendType txval igst cess'),
    amounts: { taxable: 'txval', igst: 'igst', cess: 'cess' },
    columns: {
      kind: `'BILL_OF_ENTRY'`,
      number: 'boenum',
      date_text: 'boedt',
      port_code: blankIsNull('upper(portcode)'),
      is_amended: yesOrNo('isamd'),
      amendment_type: blankIsNull('amendType'),
    },
  },
  INVOICE_2A: {
    keys: [...COMMON_2A, ...words('inum idt oinum oidt')],
    items: ITEMS_2A,
    amounts: {},
    value: 'val',
    columns: {
      ...COMMON_2A_COLUMNS,
      kind: `'INVOICE'`,
      number: 'inum',
      date_text: 'idt',
      original_kind: `'INVOICE'`,
      original_number: 'oinum',
      original_date_text: 'oidt',
    },
  },
  NOTE_2A: {
    keys: [...COMMON_2A, ...words('ntty nt_num nt_dt ont_num ont_dt')],
    items: ITEMS_2A,
    amounts: {},
    value: 'val',
    columns: {
      ...COMMON_2A_COLUMNS,
      kind: noteKind('ntty'),
      number: 'nt_num',
      date_text: 'nt_dt',
      original_kind: noteKind('ntty'),
      original_number: 'ont_num',
      original_date_text: 'ont_dt',
    },
  },
  ISD_2A: {
    keys: words('isd_docty docnum docdt itc_elg atyp iamt camt samt cess odocnum odocdt'),
    amounts: { igst: 'iamt', cgst: 'camt', sgst: 'samt', cess: 'cess' },
    columns: {
      kind: isdKind('isd_docty'),
      number: 'docnum',
      date_text: 'docdt',
      itc_available: itcAvailable('itc_elg'),
      amendment_type: blankIsNull('atyp'),
      original_kind: isdKind('isd_docty'),
      original_number: 'odocnum',
      original_date_text: 'odocdt',
    },
  },
  BOE_2A: {
    keys: words('portcd benum bedt txval iamt csamt amd sgstin tdname'),
    amounts: { taxable: 'txval', igst: 'iamt', cess: 'csamt' },
    columns: {
      kind: `'BILL_OF_ENTRY'`,
      number: 'benum',
      date_text: 'bedt',
      port_code: blankIsNull('upper(portcd)'),
      is_amended: yesOrNo('amd'),
      row_cp_gstin: 'sgstin',
      row_cp_name: blankIsNull('tdname'),
    },
  },
};
