import { JSON_VALUES, LINE_KINDS, type LineKind, SCALAR_VALUES, STRING_VALUES } from './result-values.ts';

/** What stays the same in every line of a file. */
export interface LineConstants {
  readonly taskId: string;
  readonly username: string | null;
  readonly requestType: string;
}

/** A value made of others, see `DERIVED_VALUES`. */
export interface DerivedValue {
  readonly name: string;
  readonly from: string;
  /** Without its quotes; the financial year of a date; `from`, or `otherwise` where it is null. */
  readonly how: 'INNER' | 'FINANCIAL_YEAR' | 'EITHER';
  readonly otherwise?: string;
}

/** A line as fixed text and values in turn; `values` are indexes, and there is one more fixed text than there are values. */
export interface LineTemplate {
  readonly fixed: readonly Uint8Array[];
  readonly values: readonly number[];
}

const EITHER = ['cpGstin', 'cpName', 'cpPan', 'ownGstin', 'ownPan', 'kind'];

/** Values that are not read but made of others. Those of one side mean something only in lines that have it. */
export const DERIVED_VALUES: readonly DerivedValue[] = [
  { name: 'b.innerId', from: 'b.documentId', how: 'INNER' },
  { name: 'p.innerId', from: 'p.documentId', how: 'INNER' },
  { name: 'b.fiscalYear', from: 'b.date', how: 'FINANCIAL_YEAR' },
  { name: 'p.fiscalYear', from: 'p.date', how: 'FINANCIAL_YEAR' },
  ...EITHER.map((name) => ({ name: `r.${name}`, from: `p.${name}`, how: 'EITHER' as const, otherwise: `b.${name}` })),
];

/** Every value of a line; the derived ones come last. */
export const VALUE_NAMES: readonly string[] = [
  ...SCALAR_VALUES,
  ...JSON_VALUES,
  ...STRING_VALUES,
  ...DERIVED_VALUES,
].map(({ name }) => name);

export const indexOfValue = (name: string): number => {
  const index = VALUE_NAMES.indexOf(name);
  if (index < 0) throw new Error(`no value is called ${name}`);
  return index;
};

/** A member of an object: fixed JSON text, or the name of a value. */
type Member = { readonly json: string } | { readonly value: string };
type Members = Readonly<Record<string, Member>>;

const NULL: Member = { json: 'null' };

const documentMembers = (t: 'b' | 'p'): Members => {
  const own = (name: string): Member => ({ value: `${t}.${name}` });
  const booksOnly = (name: string): Member => (t === 'b' ? { value: `b.${name}` } : NULL);
  return {
    documentId: own('documentId'),
    documentReferenceNumber: own('number'),
    documentType: own('kind'),
    docDate: own('date'),
    sectionName: own('section'),
    source: own('source'),
    cpGstin: own('cpGstin'),
    cpName: own('cpName'),
    cpPan: own('cpPan'),
    myGstin: own('ownGstin'),
    pos: own('pos'),
    returnPeriod: own('returnPeriod'),
    fiscalYear: own('fiscalYear'),
    taxableValue: own('taxable'),
    igst: own('igst'),
    cgst: own('cgst'),
    sgst: own('sgst'),
    cess: own('cess'),
    taxValue: own('tax'),
    totalValue: own('total'),
    originalDocNumber: own('originalNumber'),
    originalDocDate: own('originalDate'),
    itcClaimEligibility: booksOnly('itcClaimType'),
    reverseChargeApplicable: own('reverseCharge'),
    vendorCode: booksOnly('vendorCode'),
    voucherNo: booksOnly('voucherNumber'),
    voucherDate: booksOnly('voucherDate'),
    dueDate: booksOnly('dueDate'),
    customFields: booksOnly('customFields'),
    externalId: booksOnly('externalId'),
    paymentAction: t === 'b' ? { value: 'r.paymentAction' } : NULL,
  };
};

const PORTAL_MEMBERS: Members = {
  ...documentMembers('p'),
  cpFilingFrequency: NULL,
  counterpartFilingStatus: { value: 'p.filingStatus' },
  cpFilingStatus3b: { value: 'p.filingStatus3b' },
  g1FilingDate: { value: 'p.filedOn' },
  g1FilingRp: { value: 'p.supplierPeriod' },
  itcEligible: { value: 'p.itcEligible' },
  reason: { value: 'p.reason' },
  irn: { value: 'p.irn' },
  irnGenerationDate: { value: 'p.irnDate' },
  imsStatus: { value: 'p.imsStatus' },
};

const resultMembers = (kind: LineKind, constants: LineConstants): Members => {
  const side = { PAIR: 'r', BOOKS_ONLY: 'b', PORTAL_ONLY: 'p' }[kind];
  /** The portal's word where there is one. */
  const either = (name: string): Member => ({ value: `${side}.${name}` });
  return {
    matchType: { value: 'r.matchType' },
    matchScope: { value: 'r.matchScope' },
    misMatchFields: { value: 'r.misMatchFields' },
    remark: { value: 'r.remark' },
    taxDifference: { value: 'r.taxDifference' },
    taxableValue: { value: 'r.taxable' },
    igstItc: { value: 'r.igst' },
    cgstItc: { value: 'r.cgst' },
    sgstItc: { value: 'r.sgst' },
    cessItc: { value: 'r.cess' },
    totalItc: { value: 'r.total' },
    itcAction: { value: 'r.itcAction' },
    gst3BClaimMonth: { value: 'r.claimMonth' },
    supplierGstin: either('cpGstin'),
    supplierName: either('cpName'),
    supplierFilingStatus: kind === 'BOOKS_ONLY' ? NULL : { value: 'p.filingStatus' },
    cpPan: either('cpPan'),
    myGstin: either('ownGstin'),
    myPan: either('ownPan'),
    documentType: either('kind'),
    matchingRequestType: { json: JSON.stringify(constants.requestType) },
    score: { value: 'r.score' },
    reasons: { value: 'r.reasons' },
    nearest: { value: 'r.nearest' },
    groupId: { value: 'r.groupId' },
    flags: { value: 'r.flags' },
  };
};

/** Collects fixed text and values in turn. */
class TemplateBuilder {
  private readonly constants: ReadonlyMap<string, string>;
  private readonly fixed: string[] = [''];
  private readonly values: number[] = [];

  constructor(constants: ReadonlyMap<string, string>) {
    this.constants = constants;
  }

  text(json: string): this {
    this.fixed.push((this.fixed.pop() ?? '') + json);
    return this;
  }

  /** A value, or its text where that never changes. */
  value(name: string): this {
    const constant = this.constants.get(name);
    if (constant !== undefined) return this.text(constant);
    this.values.push(indexOfValue(name));
    this.fixed.push('');
    return this;
  }

  object(members: Members): this {
    Object.entries(members).forEach(([key, member], index) => {
      this.text(`${index === 0 ? '{' : ','}${JSON.stringify(key)}:`);
      if ('json' in member) this.text(member.json);
      else this.value(member.value);
    });
    return this.text('}');
  }

  build(): LineTemplate {
    const encoder = new TextEncoder();
    return { fixed: this.fixed.map((text) => encoder.encode(text)), values: this.values };
  }
}

/** The line of `results.jsonl` for one kind of line. */
const createTemplate = (
  kind: LineKind,
  constants: LineConstants,
  values: ReadonlyMap<string, string>,
): LineTemplate => {
  const builder = new TemplateBuilder(values);
  builder.text('{"documentId":"');
  if (kind !== 'PORTAL_ONLY') builder.value('b.innerId');
  if (kind === 'PAIR') builder.text('.');
  if (kind !== 'BOOKS_ONLY') builder.value('p.innerId');
  builder.text(`","matchingTaskId":${JSON.stringify(constants.taskId)}`);
  builder.text(`,"username":${JSON.stringify(constants.username)},"pr":`);
  if (kind === 'PORTAL_ONLY') builder.text('null');
  else builder.object(documentMembers('b'));
  builder.text(',"govt":');
  if (kind === 'BOOKS_ONLY') builder.text('null');
  else builder.object(PORTAL_MEMBERS);
  return builder.text(',"result":').object(resultMembers(kind, constants)).text('}\n').build();
};

/**
 * One template for each of `LINE_KINDS`.
 *
 * @param values JSON text, by name, of values that never change.
 */
export const createLineTemplates = (
  constants: LineConstants,
  values: ReadonlyMap<string, string>,
): readonly LineTemplate[] => LINE_KINDS.map((kind) => createTemplate(kind, constants, values));
