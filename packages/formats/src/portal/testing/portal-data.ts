/** Invented portal data for tests; every GSTIN passes its check digit unless a test says otherwise. */
export const OWN = '27AAACA1111A1ZS';
export const OTHER_OWN = '29AAACA1111A1ZO';
export const STRANGER = '24AAAAA0000A1Z8';
export const SUPPLIER = '27AAACB2222B1ZJ';

type Members = Readonly<Record<string, unknown>>;

export const invoice = (members: Members = {}): Members => ({
  ...{ inum: 'INV/1', typ: 'R', dt: '03-10-2026', val: 118, pos: '27', rev: 'N', itcavl: 'Y', rsn: '', diffprcnt: 1 },
  ...{ txval: 100, igst: 0, cgst: 9, sgst: 9, cess: 0 },
  ...members,
});

export const note = (members: Members = {}): Members => {
  const { inum: _, ...rest } = invoice();
  return { ...rest, ntnum: 'CN/1', typ: 'C', suptyp: 'R', ...members };
};

export const supplier = (documents: readonly unknown[], members: Members = {}, key = 'inv'): Members => ({
  ...{ ctin: SUPPLIER, trdnm: 'BHARAT PIPES LLP', supfildt: '10-11-2026', supprd: '102026' },
  [key]: documents,
  ...members,
});

/** A GSTR-2B as the portal wraps it. */
export const gstr2b = (docdata: unknown, members: Members = {}): Members => ({
  chksum: 'x',
  data: { gstin: OWN, rtnprd: '102026', version: '1.0', gendt: '14-11-2026', docdata, ...members },
});

/** A GSTR-2B of invoices from one supplier. */
export const gstr2bOf = (invoices: readonly unknown[], members: Members = {}): Members =>
  gstr2b({ b2b: [supplier(invoices)] }, members);
