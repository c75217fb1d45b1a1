import type { Workflow } from '../generated/contract.ts';

export type MatchType =
  | 'EXACT'
  | 'WITHIN_TOLERANCE'
  | 'PROBABLE'
  | 'MISMATCH'
  | 'MISSING_IN_GOVT'
  | 'MISSING_IN_PR'
  | 'MANUAL';
export type ItcAction = 'CLAIM' | 'PENDING' | 'INELIGIBLE' | 'REVERSE';
export type PaymentAction = 'PAY_FULL_AMOUNT' | 'HOLD_GST_AMOUNT' | 'HOLD_FULL_AMOUNT';

/** Amounts of a document in rupees with two decimals; credit notes as they are written, without a sign. */
export interface LineAmounts {
  readonly taxableValue: number | null;
  readonly igst: number | null;
  readonly cgst: number | null;
  readonly sgst: number | null;
  readonly cess: number | null;
  readonly taxValue: number | null;
  readonly totalValue: number | null;
}

/** What both sides say of a document. Dates are `YYYY-MM-DD`, periods `MMYYYY`. */
export interface LineDocument extends LineAmounts {
  readonly documentId: string;
  readonly documentReferenceNumber: string | null;
  readonly documentType: string | null;
  readonly docDate: string | null;
  readonly sectionName: string | null;
  readonly source: string | null;
  /** The supplier's. */
  readonly cpGstin: string | null;
  readonly cpName: string | null;
  readonly cpPan: string | null;
  readonly myGstin: string | null;
  readonly pos: string | null;
  readonly returnPeriod: string | null;
  readonly fiscalYear: string | null;
  readonly originalDocNumber: string | null;
  readonly originalDocDate: string | null;
  readonly itcClaimEligibility: string | null;
  readonly reverseChargeApplicable: boolean | null;
  readonly vendorCode: string | null;
  readonly voucherNo: string | null;
  readonly voucherDate: string | null;
  readonly dueDate: string | null;
  readonly customFields: Readonly<Record<string, unknown>> | null;
  readonly externalId: string | null;
  readonly paymentAction: PaymentAction | null;
}

/** A document as the government has it. */
export interface GovtDocument extends LineDocument {
  readonly cpFilingFrequency: string | null;
  readonly counterpartFilingStatus: string | null;
  readonly cpFilingStatus3b: string | null;
  readonly g1FilingDate: string | null;
  readonly g1FilingRp: string | null;
  readonly itcEligible: boolean | string | null;
  readonly reason: string | null;
  readonly irn: string | null;
  readonly irnGenerationDate: string | null;
  readonly imsStatus: string | null;
}

/** What was decided. */
export interface LineResult {
  readonly matchType: MatchType;
  readonly matchScope: 'GSTIN' | 'PAN' | 'CROSS_GSTIN';
  readonly misMatchFields: readonly string[];
  readonly remark: string | null;
  readonly taxDifference: number | null;
  readonly taxableValue: number | null;
  readonly igstItc: number | null;
  readonly cgstItc: number | null;
  readonly sgstItc: number | null;
  readonly cessItc: number | null;
  readonly totalItc: number | null;
  readonly itcAction: ItcAction | null;
  readonly gst3BClaimMonth: string | null;
  readonly supplierGstin: string | null;
  readonly supplierName: string | null;
  readonly supplierFilingStatus: string | null;
  readonly cpPan: string | null;
  readonly myGstin: string | null;
  readonly myPan: string | null;
  readonly documentType: string | null;
  readonly matchingRequestType: Workflow['reconType'];
  /** Weight in bits: +1 doubles the odds that both are the same document. */
  readonly score: number | null;
  readonly reasons: readonly unknown[];
  readonly nearest: readonly unknown[];
  /** Joins the lines of a bill in several vouchers and the like. */
  readonly groupId: string | null;
  readonly flags: readonly string[];
}

/** One line of the results file: a pair, or a document that stayed alone. */
export interface ResultLine {
  readonly documentId: string;
  readonly matchingTaskId: string;
  readonly username: string | null;
  /** The document of the purchase register. */
  readonly pr: LineDocument | null;
  /** The document of the statement. */
  readonly govt: GovtDocument | null;
  readonly result: LineResult;
}

/** One line of the supplier file: a supplier of one of your registrations. */
export interface SupplierLine {
  readonly matchingTaskId: string;
  readonly username: string | null;
  readonly myGstin: string | null;
  readonly supplierGstin: string | null;
  readonly supplierName: string | null;
  readonly cpPan: string | null;
  readonly exactCount: number;
  readonly exactTax: number;
  readonly withinToleranceCount: number;
  readonly withinToleranceTax: number;
  readonly probableCount: number;
  readonly probableTax: number;
  readonly mismatchCount: number;
  readonly mismatchTax: number;
  readonly missingInGovtCount: number;
  readonly missingInGovtTax: number;
  readonly missingInPrCount: number;
  readonly missingInPrTax: number;
  readonly manualCount: number;
  readonly manualTax: number;
  readonly booksTax: number;
  readonly portalTax: number;
  readonly claimableItc: number;
  readonly itcAtRisk: number;
  readonly lastFiledOn: string | null;
  readonly lastFiledPeriod: string | null;
  readonly gstr3bFiled: boolean | null;
  readonly daysLate: number | null;
  readonly risk: 'HIGH' | 'MEDIUM' | 'LOW' | 'COMPLIANT' | null;
  readonly paymentAction: PaymentAction | null;
}
