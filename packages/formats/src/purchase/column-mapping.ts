import { parseGstin } from '@milaan/gst';
import { InputRefused } from '../input-refused.ts';
import { isPurchaseFieldName, PURCHASE_FIELD_NAMES, type PurchaseFieldName } from './purchase-fields.ts';

/** A saved answer to "which column is what", for registers whose headers are not recognised. */
export interface ColumnMapping {
  /** Headers by field; an empty list says that the field has no column. Several only for taxable value and tax heads. */
  readonly columns: ReadonlyMap<PurchaseFieldName, readonly string[]>;
  /** The registration that bought, for registers without such a column. */
  readonly ownGstin?: string;
  /** Such as DD/MM/YYYY, MM/DD/YYYY, DD-MMM-YY: the only format tried. */
  readonly dateFormat?: string;
  /** 1-based row that holds the headers. */
  readonly headerRow?: number;
  readonly delimiter?: string;
  readonly sheet?: string;
}

const KEYS = ['columns', 'ownGstin', 'dateFormat', 'headerRow', 'delimiter', 'sheet'];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/**
 * Reads the content of a `--mapping` file.
 * @example parseColumnMapping('{"columns": {"documentNumber": "Bill No", "igstAmount": ["Input IGST 18%", "Input IGST 12%"]}}', 'map.json')
 * @throws InputRefused MAPPING_INVALID, with a message that names the key.
 */
export const parseColumnMapping = (json: string, file: string): ColumnMapping => {
  const refuse = (message: string, hint?: string): never => {
    throw new InputRefused('MAPPING_INVALID', file, message, hint === undefined ? {} : { hint });
  };
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (error) {
    return refuse(`The mapping is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
  if (!isObject(value)) return refuse('The mapping must be a JSON object.');
  const unknown = Object.keys(value).find((key) => !KEYS.includes(key));
  if (unknown !== undefined)
    return refuse(`The mapping has an unknown key ${JSON.stringify(unknown)}.`, `Keys: ${KEYS.join(', ')}.`);
  const given = value.columns ?? {};
  if (!isObject(given)) return refuse('"columns" must be an object of field names and headers.');

  const columns = new Map<PurchaseFieldName, readonly string[]>();
  for (const [field, headers] of Object.entries(given)) {
    if (!isPurchaseFieldName(field))
      return refuse(
        `"columns" has an unknown field ${JSON.stringify(field)}.`,
        `Fields: ${PURCHASE_FIELD_NAMES.join(', ')}.`,
      );
    if (headers === null) columns.set(field, []);
    else if (typeof headers === 'string') columns.set(field, [headers]);
    else if (isTextList(headers)) columns.set(field, headers);
    else return refuse(`The field ${JSON.stringify(field)} must name a header, or a list of headers.`);
  }
  return { columns, ...readSettings(value, refuse) };
};

type Refuse = (message: string, hint?: string) => never;

const readSettings = (value: Record<string, unknown>, refuse: Refuse): Omit<ColumnMapping, 'columns'> => {
  const { ownGstin, dateFormat, headerRow, delimiter, sheet } = value;
  const settings: { -readonly [K in keyof Omit<ColumnMapping, 'columns'>]: ColumnMapping[K] } = {};
  if (ownGstin !== undefined) {
    const parsed = typeof ownGstin === 'string' ? parseGstin(ownGstin) : null;
    if (parsed === null || !parsed.ok)
      return refuse(`"ownGstin" is not a GSTIN. ${parsed?.ok === false ? parsed.reason : ''}`.trim());
    settings.ownGstin = parsed.gstin;
  }
  if (dateFormat !== undefined) {
    if (typeof dateFormat !== 'string' || !isDateFormat(dateFormat))
      return refuse(
        '"dateFormat" must be made of D, DD, M, MM, MMM, YY, YYYY and separators, each part once.',
        'For example "DD/MM/YYYY" or "MM/DD/YYYY".',
      );
    settings.dateFormat = dateFormat;
  }
  if (headerRow !== undefined) {
    if (typeof headerRow !== 'number' || !Number.isInteger(headerRow) || headerRow < 1 || headerRow > 1000)
      return refuse('"headerRow" must be a row number from 1 to 1000.');
    settings.headerRow = headerRow;
  }
  if (delimiter !== undefined) {
    if (delimiter !== ',' && delimiter !== ';' && delimiter !== '\t' && delimiter !== '|')
      return refuse('"delimiter" must be a comma, a semicolon, a tab or a bar.');
    settings.delimiter = delimiter;
  }
  if (sheet !== undefined) {
    if (typeof sheet !== 'string' || sheet === '') return refuse('"sheet" must be the name of a sheet.');
    settings.sheet = sheet;
  }
  return settings;
};

const PARTS = /^(?=.*D)(?=.*M)(?=.*Y)(?:(?:DD?|MMMM?|MM?|YYYY|YY)[-/. ,]*)+$/;
const isDateFormat = (format: string): boolean =>
  PARTS.test(format) &&
  (format.match(/DD?/g)?.length ?? 0) === 1 &&
  (format.match(/M+/g)?.length ?? 0) === 1 &&
  (format.match(/Y+/g)?.length ?? 0) === 1;
