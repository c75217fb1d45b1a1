import type { RecordTemplate } from '../gzip/record-deflater.ts';
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

export interface LineTemplates {
  readonly segments: readonly Uint8Array[];
  readonly slots: number;
  /** In the order of `LINE_KINDS`. */
  readonly templates: readonly RecordTemplate[];
}

const EITHER = ['cpGstin', 'cpName', 'cpPan', 'ownGstin', 'kind'];

/** Values that are not read but made of others; they come after those of a row. */
export const DERIVED_VALUES: readonly DerivedValue[] = [
  { name: 'b.innerId', from: 'b.documentId', how: 'INNER' },
  { name: 'p.innerId', from: 'p.documentId', how: 'INNER' },
  { name: 'b.fiscalYear', from: 'b.date', how: 'FINANCIAL_YEAR' },
  { name: 'p.fiscalYear', from: 'p.date', how: 'FINANCIAL_YEAR' },
  ...EITHER.map((name) => ({ name: `r.${name}`, from: `p.${name}`, how: 'EITHER' as const, otherwise: `b.${name}` })),
];

/** Scalars and JSON first, then strings: the order in which a row holds them. */
export const ROW_VALUES: readonly string[] = [...SCALAR_VALUES, ...JSON_VALUES, ...STRING_VALUES].map(
  ({ name }) => name,
);
const VALUE_NAMES: readonly string[] = [...ROW_VALUES, ...DERIVED_VALUES.map(({ name }) => name)];
const TEXT_NAMES: ReadonlySet<string> = new Set(JSON_VALUES.map(({ name }) => name));

export const indexOfValue = (name: string): number => {
  const index = VALUE_NAMES.indexOf(name);
  if (index < 0) throw new Error(`no value is called ${name}`);
  return index;
};

/** A member of an object: fixed JSON text, or a value and the value before it in the line that is often the same. */
type Member = { readonly json: string } | { readonly value: string; readonly twin?: string };
type Members = Readonly<Record<string, Member>>;

const NULL: Member = { json: 'null' };

const documentMembers = (t: 'b' | 'p'): Members => {
  const own = (name: string): Member => ({ value: `${t}.${name}`, ...(t === 'p' ? { twin: `b.${name}` } : {}) });
  const booksOnly = (name: string): Member => (t === 'b' ? { value: `b.${name}` } : NULL);
  return {
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
    customFields: t === 'b' ? { value: 'r.customFields' } : NULL,
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

/** The side that a line's own facts come from: the portal's where there is one. */
const resultMembers = (kind: LineKind, constants: LineConstants): Members => {
  const either = (name: string): Member => ({
    value: `r.${name}`,
    twin: `${kind === 'BOOKS_ONLY' ? 'b' : 'p'}.${name}`,
  });
  return {
    matchType: { value: 'r.matchType' },
    matchScope: { value: 'r.matchScope' },
    misMatchFields: { value: 'r.misMatchFields' },
    remark: { value: 'r.remark' },
    taxDifference: { value: 'r.taxDifference' },
    taxableValue: { value: 'r.taxable', twin: 'p.taxable' },
    igstItc: { value: 'r.igst', twin: 'p.igst' },
    cgstItc: { value: 'r.cgst', twin: 'p.cgst' },
    sgstItc: { value: 'r.sgst', twin: 'p.sgst' },
    cessItc: { value: 'r.cess', twin: 'p.cess' },
    totalItc: { value: 'r.total', twin: 'p.tax' },
    itcAction: { value: 'r.itcAction' },
    gst3BClaimMonth: { value: 'r.claimMonth' },
    supplierGstin: either('cpGstin'),
    supplierName: either('cpName'),
    supplierFilingStatus: kind === 'BOOKS_ONLY' ? NULL : { value: 'p.filingStatus', twin: 'p.filingStatus' },
    cpPan: either('cpPan'),
    myGstin: either('ownGstin'),
    myPan: { value: 'r.ownPan' },
    documentType: either('kind'),
    matchingRequestType: { json: JSON.stringify(constants.requestType) },
    score: { value: 'r.score' },
    reasons: { value: 'r.reasons' },
    nearest: { value: 'r.nearest' },
    groupId: { value: 'r.groupId' },
    flags: { value: 'r.flags' },
  };
};

/** Collects fixed text and values of the kinds of line; equal texts and equal places are shared between them. */
class TemplateBuilder {
  private readonly segmentIds = new Map<string, number>();
  private readonly slotIds = new Map<string, number>();
  private readonly slotOfValue = new Map<string, number>();
  private parts: { segment: number; slot: number; value: number; twin: number; isText: boolean }[] = [];
  private pending = '';

  get slots(): number {
    return this.slotIds.size;
  }

  get segments(): Uint8Array[] {
    const encoder = new TextEncoder();
    return [...this.segmentIds.keys()].map((text) => encoder.encode(text));
  }

  fixed(json: string): void {
    this.pending += json;
  }

  /** An object that begins with the id of a document, which stands in quotes here so that it repeats the line's own. */
  document(path: string, id: string, members: Members): void {
    this.fixed('{"documentId":"');
    this.value(`${path}.documentId`, id, id);
    this.fixed('"');
    this.members(path, members, ',');
  }

  object(path: string, members: Members): void {
    this.members(path, members, '{');
  }

  private members(path: string, members: Members, first: string): void {
    Object.entries(members).forEach(([key, member], index) => {
      this.fixed(`${index === 0 ? first : ','}${JSON.stringify(key)}:`);
      if ('json' in member) this.fixed(member.json);
      else this.value(`${path}.${key}`, member.value, member.twin);
    });
    this.fixed('}');
  }

  value(path: string, name: string, twin = ''): void {
    const slot = idOf(this.slotIds, path);
    this.parts.push({
      segment: this.takeSegment(),
      slot,
      value: indexOfValue(name),
      twin: this.slotOfValue.get(twin) ?? -1,
      isText: TEXT_NAMES.has(name),
    });
    this.slotOfValue.set(name, slot);
  }

  take(): RecordTemplate {
    const { parts } = this;
    this.parts = [];
    this.slotOfValue.clear();
    return {
      segments: Int32Array.from(parts, ({ segment }) => segment),
      slots: Int32Array.from(parts, ({ slot }) => slot),
      values: Int32Array.from(parts, ({ value }) => value),
      twins: Int32Array.from(parts, ({ twin }) => twin),
      texts: Uint8Array.from(parts, ({ isText }) => Number(isText)),
      lastSegment: this.takeSegment(),
    };
  }

  private takeSegment(): number {
    const text = this.pending;
    this.pending = '';
    return idOf(this.segmentIds, text);
  }
}

const idOf = (ids: Map<string, number>, key: string): number => {
  const id = ids.get(key) ?? ids.size;
  ids.set(key, id);
  return id;
};

const addLine = (builder: TemplateBuilder, kind: LineKind, constants: LineConstants): RecordTemplate => {
  const hasBooks = kind !== 'PORTAL_ONLY';
  const hasPortal = kind !== 'BOOKS_ONLY';
  builder.fixed('{"documentId":"');
  if (hasBooks) builder.value('books id', 'b.innerId');
  if (kind === 'PAIR') builder.fixed('.');
  if (hasPortal) builder.value('portal id', 'p.innerId');
  builder.fixed(`","matchingTaskId":${JSON.stringify(constants.taskId)}`);
  builder.fixed(`,"username":${JSON.stringify(constants.username)},"pr":`);
  if (hasBooks) builder.document('pr', 'b.innerId', documentMembers('b'));
  else builder.fixed('null');
  builder.fixed(',"govt":');
  if (hasPortal) builder.document('govt', 'p.innerId', PORTAL_MEMBERS);
  else builder.fixed('null');
  builder.fixed(',"result":');
  builder.object('result', resultMembers(kind, constants));
  builder.fixed('}\n');
  return builder.take();
};

/** The result line of max-itc-api.md, "Result files", for each kind of line. */
export const createLineTemplates = (constants: LineConstants): LineTemplates => {
  const builder = new TemplateBuilder();
  const templates = LINE_KINDS.map((kind) => addLine(builder, kind, constants));
  return { segments: builder.segments, slots: builder.slots, templates };
};
