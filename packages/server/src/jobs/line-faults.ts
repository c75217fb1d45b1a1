import { isLeftOut, PURCHASE_FIELDS, type PurchaseFieldName } from '@milaan/formats';
import { parseGstin } from '@milaan/gst';
import type { IngestLinesInput, LineFault, LineValue } from './job-contracts.ts';

type Line = Readonly<Record<string, LineValue>>;

/** What the purchase template calls the own registration. */
const OWN_MEMBERS = ['myGstin', 'customerGstin'];

const isYesNo = (name: string): boolean =>
  Object.hasOwn(PURCHASE_FIELDS, name) && PURCHASE_FIELDS[name as PurchaseFieldName].type === 'yesNo'; // its own key

const textOf = (name: string, value: LineValue): string => {
  if (value === null) return '';
  if (typeof value === 'boolean' && isYesNo(name)) return value ? 'Y' : 'N';
  return String(value);
};

/** The lines as rows of a register of the registration: every value a text, every needed member there. */
export const registerRecords = (
  lines: readonly Line[],
  ownGstin: string,
  needed: readonly string[],
): Readonly<Record<string, string>>[] =>
  lines.map((line) => {
    const given = Object.entries(line).filter(([name]) => !OWN_MEMBERS.includes(name));
    return Object.fromEntries([
      ...needed.map((name) => [name, '']),
      ...given.map(([name, value]) => [name, textOf(name, value)]),
      ['myGstin', ownGstin],
    ]);
  });

/** Lines that name another own registration than the request. */
export const findForeignLines = ({ lines, ownGstin }: IngestLinesInput): LineFault[] =>
  lines.flatMap((values, line) =>
    OWN_MEMBERS.flatMap((member): LineFault[] => {
      const text = textOf(member, values[member] ?? null).trim();
      if (text === '') return [];
      const parsed = parseGstin(text);
      if (parsed.ok && parsed.gstin === ownGstin) return [];
      return [{ line, member, reason: `${JSON.stringify(text)} is not the registration of the request, ${ownGstin}.` }];
    }),
  );

/** What may stand in a field, where a register is taken without it and says so in a note, which an answer has not. */
const allowedIn = (field: PurchaseFieldName): string => {
  if (field === 'itcClaimType') return 'an ITC claim type; write INPUT, INPUT SERVICES, CAPITAL GOODS or INELIGIBLE.';
  if (PURCHASE_FIELDS[field].type === 'yesNo') return 'yes or no; write Y or N.';
  return 'a date; write DD-MM-YYYY, DD/MM/YYYY, YYYY-MM-DD or DD-MMM-YYYY.';
};

/** Values that cannot be read and that cost the line nothing else. `members` are those that are read, by their fields. */
export const findLeftOut = (
  lines: readonly Line[],
  members: readonly { readonly member: string; readonly field: PurchaseFieldName }[],
): LineFault[] =>
  lines.flatMap((values, line) =>
    members.flatMap(({ member, field }): LineFault[] => {
      const text = textOf(field, values[member] ?? null).trim();
      if (!isLeftOut(field, text)) return [];
      return [{ line, member, reason: `${JSON.stringify(text)} is not ${allowedIn(field)}` }];
    }),
  );

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * The problems of a line, told as sentences that each begin with the member: `documentDate "x" is not a date. …`
 * @param headers the members that are read, as the caller wrote them
 */
export const faultsOfMessage = (message: string, headers: readonly string[]): Omit<LineFault, 'line'>[] => {
  const names = [...headers].sort((a, b) => b.length - a.length).map(escaped);
  const starts = [...message.matchAll(new RegExp(`(?:^|(?<=\\. ))(${names.join('|')})(?= )`, 'g'))];
  const [first] = starts;
  if (first === undefined || first.index > 0) return [{ member: null, reason: message }];
  return starts.map((start, at) => {
    const end = starts[at + 1]?.index ?? message.length;
    return { member: start[0], reason: message.slice(start.index + start[0].length, end).trim() };
  });
};

/** What registers call a row that adds others up, and the header when a page repeats it; neither is a document. */
const TOTAL = /^(?:grand |report |page )?(?:sub[ -]?)?totals? ?:?$/i;

/** Lines that were taken for totals or headers: in a register they are passed over, here nothing may be lost. */
export const findUnreadLines = (lines: readonly Line[], read: number): LineFault[] => {
  if (read === lines.length) return [];
  const reason = 'The line looks like a total or a header, not like a line of a document.';
  const suspects = lines.flatMap((values, line): LineFault[] => {
    const texts = Object.entries(values).map(([name, value]) => textOf(name, value).trim());
    const isSuspect = texts.some((text) => TOTAL.test(text)) || values.supplierGstin === 'supplierGstin';
    return isSuspect ? [{ line, member: null, reason }] : [];
  });
  return suspects.length > 0 ? suspects : [{ line: 0, member: null, reason: 'A line holds nothing.' }];
};
