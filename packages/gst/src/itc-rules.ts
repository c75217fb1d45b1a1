import { isIntraState } from './state.ts';

export const ITC_CLAIM_TYPES = ['INPUT', 'INPUT_SERVICES', 'CAPITAL_GOODS', 'INELIGIBLE'] as const;
export type ItcClaimType = (typeof ITC_CLAIM_TYPES)[number];

const SPELLINGS: Readonly<Record<ItcClaimType, readonly string[]>> = {
  INPUT: ['', 'INPUT', 'INPUTS', 'INPUTGOODS', 'GOODS', 'IP', 'IG', 'YES', 'Y', 'ELIGIBLE', 'ALLOTHERITC'],
  INPUT_SERVICES: ['INPUTSERVICES', 'INPUTSERVICE', 'SERVICES', 'SERVICE', 'IS', 'IMPORTOFSERVICE', 'IMPORTOFSERVICES'],
  CAPITAL_GOODS: ['CAPITALGOODS', 'CAPITALGOOD', 'CAPITAL', 'CG', 'CP', 'IMPORTOFCAPITALGOODS'],
  INELIGIBLE: ['NONE', 'NO', 'N'],
};

/** However it goes on, or is misspelt: a credit that the books deny must not be claimed for a word that is not known. */
const INELIGIBLE = /^(?:IN|UN|NON|NOT)EL|^(?:NON|NOT)CLAIMABLE|^BLOCKED|17\(5/;

const TYPE_OF_SPELLING: ReadonlyMap<string, ItcClaimType> = new Map(
  ITC_CLAIM_TYPES.flatMap((type) => SPELLINGS[type].map((spelling): [string, ItcClaimType] => [spelling, type])),
);

/**
 * The ITC claim type a cell names, in any case: "Input Services", "CAPITAL GOODS", the GSTN codes ip, is, cp and no,
 * "Ineligible As Per Section 17(5)". A blank cell means INPUT, as in the purchase template. Null for anything else.
 */
export const itcClaimTypeOf = (text: string): ItcClaimType | null => {
  const spelling = text.toUpperCase().replace(/[\s_./-]+/g, '');
  return TYPE_OF_SPELLING.get(spelling) ?? (INELIGIBLE.test(spelling) ? 'INELIGIBLE' : null);
};

/**
 * True when place of supply denies the credit: the supply stayed inside the supplier's state and the recipient is
 * registered in another (a hotel in Goa charging CGST and SGST to a Karnataka GSTIN). GSTR-2B shows it as ITC not
 * available, reason P; it belongs in GSTR-3B 4D(2). All three are two-digit state codes.
 */
export const isPlaceOfSupplyRestricted = (supplierState: string, pos: string, ownState: string): boolean =>
  isIntraState(supplierState, pos) && !isIntraState(ownState, pos);
