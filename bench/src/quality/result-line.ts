import { MATCH_TYPES, type MatchType } from '@milaan/gst';

/** What the judge reads of a line of `results.jsonl.gz`. */
export interface ResultLine {
  readonly externalId: string | null;
  /** `ctin|kind|number|date` of the portal document, or null. */
  readonly portal: string | null;
  readonly portalTaxablePaise: number;
  readonly matchType: MatchType;
}

export const parseResultLine = (text: string): ResultLine => {
  const line: unknown = JSON.parse(text);
  const books = field(line, 'pr');
  const portal = field(line, 'govt');
  return {
    externalId: books === null ? null : textField(books, 'externalId'),
    portal: portal === null ? null : keyOf(portal),
    portalTaxablePaise: portal === null ? 0 : Math.round(numberField(portal, 'taxableValue') * 100),
    matchType: matchTypeOf(field(line, 'result')),
  };
};

const keyOf = (portal: unknown): string =>
  ['cpGstin', 'documentType', 'documentReferenceNumber', 'docDate']
    .map((name) => textField(portal, name) ?? '')
    .join('|');

const matchTypeOf = (result: unknown): MatchType => {
  const name = textField(result, 'matchType');
  const known = MATCH_TYPES.find((matchType) => matchType === name);
  if (known === undefined) throw new Error(`unknown matchType ${name}`);
  return known;
};

const field = (owner: unknown, name: string): unknown => {
  if (typeof owner !== 'object' || owner === null) throw new Error(`a result line has no ${name}`);
  const value: unknown = Reflect.get(owner, name);
  return value ?? null;
};

const textField = (owner: unknown, name: string): string | null => {
  const value = field(owner, name);
  if (value !== null && typeof value !== 'string') throw new Error(`${name} is no text`);
  return value;
};

const numberField = (owner: unknown, name: string): number => {
  const value = field(owner, name) ?? 0;
  if (typeof value !== 'number') throw new Error(`${name} is no number`);
  return value;
};
