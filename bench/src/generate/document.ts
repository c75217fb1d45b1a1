import type { Day } from './calendar.ts';
import type { IssuedNumber } from './issued-number.ts';

/** Amounts of a document in paise, never negative. */
export interface Amounts {
  readonly taxable: number;
  readonly igst: number;
  readonly cgst: number;
  readonly sgst: number;
  readonly cess: number;
}

export type Kind = 'INVOICE' | 'CREDIT_NOTE' | 'DEBIT_NOTE' | 'BILL_OF_ENTRY' | 'ISD_INVOICE';

/** What the supplier really issued, before anyone files or books it. */
export interface Bill {
  readonly own: string;
  /** Supplier GSTIN; empty for imports of goods. */
  readonly supplier: string;
  readonly name: string;
  readonly kind: Kind;
  readonly number: IssuedNumber;
  readonly day: Day;
  readonly pos: string;
  readonly reverseCharge: boolean;
  readonly supplyType: 'R' | 'SEWP';
  readonly ratePercent: number;
  readonly amounts: Amounts;
  /** Reported by an e-commerce operator under section 9(5). */
  readonly viaOperator: boolean;
  readonly irn: string;
  readonly portCode: string;
}

/** A bill as it stands in one GSTR-2B. */
export interface PortalDocument {
  readonly bill: Bill;
  readonly number: string;
  readonly day: Day;
  readonly amounts: Amounts;
  /** Month index of the 2B that shows it. */
  readonly month: number;
  readonly original: { readonly number: string; readonly day: Day } | null;
  readonly itcAvailable: boolean;
  /** Replaced by a later amendment: may never be linked. */
  readonly superseded: boolean;
}

/** A bill as somebody booked it: one voucher. */
export interface Voucher {
  readonly own: string;
  readonly supplier: string;
  readonly name: string;
  readonly type: 'invoice' | 'credit' | 'debit';
  readonly number: string;
  readonly day: Day;
  readonly postedOn: Day;
  readonly pos: string;
  readonly reverseCharge: boolean;
  readonly ratePercent: number;
  readonly amounts: Amounts;
  readonly sign: 1 | -1;
  /** Port of an import; empty for everything else. */
  readonly portCode: string;
}

export const taxOf = (amounts: Amounts): number => amounts.igst + amounts.cgst + amounts.sgst + amounts.cess;

export const addAmounts = (a: Amounts, b: Amounts, sign: 1 | -1 = 1): Amounts => ({
  taxable: a.taxable + sign * b.taxable,
  igst: a.igst + sign * b.igst,
  cgst: a.cgst + sign * b.cgst,
  sgst: a.sgst + sign * b.sgst,
  cess: a.cess + sign * b.cess,
});

/** `12345` paise as `123.45`. */
export const rupees = (paise: number): string => {
  const whole = Math.floor(Math.abs(paise) / 100);
  const rest = Math.abs(paise) % 100;
  return `${paise < 0 ? '-' : ''}${whole}.${rest < 10 ? '0' : ''}${rest}`;
};
