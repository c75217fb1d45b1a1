export interface State {
  /** Two digits; also the `pos` of a document. */
  readonly code: string;
  readonly name: string;
  /** Set for codes no longer given out: the code that took over, or null when none did. */
  readonly legacy: false | { readonly now: string | null };
  /** Other spellings and postal abbreviations, upper case, words separated by one space, "&" written AND. */
  readonly aliases: readonly string[];
}

const state = (code: string, name: string, ...aliases: string[]): State => ({ code, name, legacy: false, aliases });
const legacyState = (code: string, name: string, now: string | null, ...aliases: string[]): State => ({
  code,
  name,
  legacy: { now },
  aliases,
});

/** State codes of the GST system. Names are those of the portal. */
export const STATES: readonly State[] = [
  state('01', 'Jammu and Kashmir', 'JK', 'J AND K'),
  state('02', 'Himachal Pradesh', 'HP'),
  state('03', 'Punjab', 'PB'),
  state('04', 'Chandigarh', 'CH'),
  state('05', 'Uttarakhand', 'UK', 'UT', 'UA', 'UTTARANCHAL', 'UTTRAKHAND'),
  state('06', 'Haryana', 'HR'),
  state('07', 'Delhi', 'DL', 'NEW DELHI', 'NCT OF DELHI', 'DELHI NCT', 'DELHI NCR'),
  state('08', 'Rajasthan', 'RJ'),
  state('09', 'Uttar Pradesh', 'UP'),
  state('10', 'Bihar', 'BR'),
  state('11', 'Sikkim', 'SK'),
  state('12', 'Arunachal Pradesh', 'AR'),
  state('13', 'Nagaland', 'NL'),
  state('14', 'Manipur', 'MN'),
  state('15', 'Mizoram', 'MZ'),
  state('16', 'Tripura', 'TR'),
  state('17', 'Meghalaya', 'ML'),
  state('18', 'Assam', 'AS'),
  state('19', 'West Bengal', 'WB'),
  state('20', 'Jharkhand', 'JH'),
  state('21', 'Odisha', 'OD', 'OR', 'ORISSA'),
  state('22', 'Chhattisgarh', 'CG', 'CT', 'CHATTISGARH', 'CHHATISGARH'),
  state('23', 'Madhya Pradesh', 'MP'),
  state('24', 'Gujarat', 'GJ'),
  // The union territories merged on 26 January 2020, so the two old names mean the merged one today.
  state(
    '26',
    'Dadra and Nagar Haveli and Daman and Diu',
    'DH',
    'DN',
    'DD',
    'DNH',
    'DNHDD',
    'DADRA AND NAGAR HAVELI',
    'DAMAN AND DIU',
  ),
  state('27', 'Maharashtra', 'MH'),
  state('29', 'Karnataka', 'KA'),
  state('30', 'Goa', 'GA'),
  state('31', 'Lakshadweep', 'LD', 'LAKSHADWEEP ISLANDS'),
  state('32', 'Kerala', 'KL'),
  state('33', 'Tamil Nadu', 'TN', 'TAMILNADU'),
  state('34', 'Puducherry', 'PY', 'PONDICHERRY'),
  state('35', 'Andaman and Nicobar', 'AN', 'ANDAMAN AND NICOBAR ISLANDS', 'ANDAMAN NICOBAR'),
  state('36', 'Telangana', 'TS', 'TG', 'TELENGANA'),
  state('37', 'Andhra Pradesh', 'AP', 'AD', 'ANDHRA PRADESH NEW'),
  state('38', 'Ladakh', 'LA'),
  state('96', 'Other Countries', 'OTHER COUNTRY', 'FOREIGN COUNTRY'),
  state('97', 'Other Territory', 'OT'),
  legacyState('25', 'Daman and Diu', '26'),
  legacyState('28', 'Andhra Pradesh (before division)', '37', 'ANDHRA PRADESH OLD'),
  legacyState('99', 'Centre Jurisdiction', null),
];

const BY_CODE: ReadonlyMap<string, State> = new Map(STATES.map((entry) => [entry.code, entry]));

const words = (text: string): string =>
  text
    .toUpperCase()
    .replace(/&/g, ' AND ')
    .replace(/[^A-Z0-9]+/g, ' ')
    .trim();

// A legacy name must not take a name that now belongs to the successor, so the first entry wins.
const BY_NAME: ReadonlyMap<string, string> = STATES.reduce((names, { code, name, aliases }) => {
  for (const spelling of [words(name), ...aliases]) if (!names.has(spelling)) names.set(spelling, code);
  return names;
}, new Map<string, string>());

const codeOfDigits = (digits: string): string | null => {
  const code = digits.padStart(2, '0');
  return BY_CODE.has(code) ? code : null;
};

/**
 * The state code meant by a cell of a register or of a portal file: "27", "6", "27.0", "Maharashtra", "mh",
 * "27-Maharashtra", "Maharashtra (27)", "Jammu & Kashmir". Null when it names no state, and when the code and the
 * name beside it disagree. Legacy codes come back as they are; legacy names come back as the code of today.
 */
export const stateCodeOf = (text: string): string | null => {
  const trimmed = text.trim();
  const bare = /^([0-9]{1,2})(?:\.0+)?$/.exec(trimmed);
  if (bare?.[1] !== undefined) return codeOfDigits(bare[1]);
  const spelling = words(trimmed);
  const named = BY_NAME.get(spelling);
  if (named !== undefined) return named;
  const both = /^([0-9]{1,2}) ([A-Z ]+)$/.exec(spelling) ?? /^([A-Z ]+) ([0-9]{1,2})$/.exec(spelling);
  if (both?.[1] === undefined || both[2] === undefined) return null;
  const [digits, name] = /^[0-9]/.test(both[1]) ? [both[1], both[2]] : [both[2], both[1]];
  const code = codeOfDigits(digits);
  const codeOfName = BY_NAME.get(name) ?? null;
  if (code === null || codeOfName === null) return null;
  return currentStateCode(code) === currentStateCode(codeOfName) ? code : null;
};

/** The state's name, or null for an unknown code. */
export const stateName = (code: string): string | null => BY_CODE.get(code)?.name ?? null;

/** The code that a legacy code lives on as (25 is now 26, 28 is now 37); any other code unchanged. */
export const currentStateCode = (code: string): string => {
  const found = BY_CODE.get(code);
  return found?.legacy ? (found.legacy.now ?? code) : code;
};

/**
 * True when the supply stays inside one state, which makes the tax CGST and SGST. Supplies to and from SEZ and imports
 * are IGST whatever this says (IGST Act s.7).
 */
export const isIntraState = (supplierState: string, pos: string): boolean =>
  currentStateCode(supplierState) === currentStateCode(pos);
