/** What an error code of the GST system means for whoever asked. */
export type Outcome =
  /** The taxpayer must begin a new session. */
  | 'session'
  /** The taxpayer, or the portal, does not allow it. */
  | 'denied'
  /** There is a statement, and it has no documents. */
  | 'empty'
  /** There is no statement yet, or none for this period. */
  | 'notThere'
  /** It is being made: ask again later. */
  | 'queued'
  /** Too many calls or sessions: ask again later. */
  | 'busy';

/**
 * Codes of the GST system and their outcomes, from the specification's section 8.2. A code that is not here is a failure,
 * never "no documents": a statement that is taken for empty would make every supplier a defaulter.
 */
const OUTCOMES: Readonly<Record<Outcome, readonly string[]>> = {
  session: ['RETOTPREQUEST', 'EVCREQUEST', 'AUTH4033', 'AUTH4034', 'AUTH4038', 'AUTH158', 'RT-R1R3BAV-1007'],
  denied: ['AUTH4037', 'RET11402', 'RET2B1010', 'RET11400', 'RET11403', 'RET11404', 'RET11409'],
  empty: ['RET11416', 'RET11417', 'RET13508', 'RET13509', 'RET13510', 'RET12501', 'RET2B1016', 'RT-3BAS1009'],
  notThere: ['RET2B1018', 'RET2B1023', 'GTR2B-001', 'GTR2B-002'],
  queued: ['RTN_24'],
  busy: ['AUTH403'],
};

const BY_CODE: ReadonlyMap<string, Outcome> = new Map(
  Object.entries(OUTCOMES).flatMap(([outcome, codes]) => codes.map((code) => [code, outcome as Outcome] as const)), // Object.entries forgets the keys
);

/** The outcome of a code; null for one that is not known. Codes are written with and without dashes. */
export function outcomeOf(code: string): Outcome | null {
  const plain = code.trim().toUpperCase();
  return (
    BY_CODE.get(plain) ?? BY_CODE.get(plain.replaceAll('_', '-')) ?? BY_CODE.get(plain.replaceAll('-', '_')) ?? null
  );
}

export const KNOWN_CODES: readonly string[] = Object.freeze([...BY_CODE.keys()]);
