import { DOCUMENT_COLUMNS, type DocumentColumnName } from '@milaan/gst';
import { sqlText } from './sql-text.ts';

/**
 * What makes lines one document. The ERP's own identity is part of it, so that a bill booked twice stays two documents
 * and the engine can see the duplicate. Suppliers without a GSTIN are told apart by name, imports by port.
 */
const KEY = [
  'own_gstin',
  "coalesce(cp_gstin, 'name ' || upper(coalesce(supplier_name, '')))",
  'kind',
  "coalesce(upper(number), 'without ' || coalesce(line_identity, ''))",
  'CAST(year(date) - CAST(month(date) < 4 AS INTEGER) AS VARCHAR)',
  "coalesce('id ' || external_id, 'voucher ' || voucher_number || ' ' || coalesce(CAST(voucher_date AS VARCHAR), ''), '')",
  "coalesce(CASE WHEN is_import THEN port_code END, '')",
  // At the end, where `AS_ACTIVE` finds it.
  'status',
];

/** Marks of a number that a spreadsheet damaged; the same shapes as `isDamagedNumber` of gst. */
export const DAMAGED_NUMBER =
  '[0-9](\\.[0-9]+)?[Ee]\\+[0-9]{1,3}|[0-9]\\.[0-9]+[Ee][0-9]{1,3}|[0-9]{1,2}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(-[0-9]{2}|-[0-9]{4})?|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-[0-9]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?Z?)?';

/** Rule 46(b) as a pattern; the same as `breaksRule46` of gst. */
export const REGULAR_NUMBER = '[A-Za-z0-9/-]{1,16}';

const HEADS = ['igst', 'cgst', 'sgst', 'cess'] as const;

/**
 * What a document is before its direction is settled: of many lines the exact sums of amounts and the smallest of each
 * header field, so that no order matters; of a line that is alone the line itself.
 */
const documentSql = (from: string, isSummed: boolean): string => {
  const first = (sql: string): string => (isSummed ? `min(${sql})` : sql);
  const sum = (sql: string): string => (isSummed ? `sum(${sql})` : sql);
  const most = (sql: string): string => (isSummed ? `max(${sql})` : sql);
  const any = (sql: string): string => (isSummed ? `bool_or(${sql})` : sql);
  const total = 'document_total_amount';
  const heads = HEADS.map(
    (head) =>
      `coalesce(${sum(`${head}_amount`)}, ${most(`document_${head}_amount`)}, 0) AS ${head}, ${sum(`itc_claim_${head}_amount`)} AS claim_${head}`,
  );
  const values = [
    ...['own_gstin', 'cp_gstin', 'number', 'date', 'filing_period', 'supply_type', 'port_code', 'itc_claim_type'],
    ...[
      'vendor_code',
      'voucher_type',
      'voucher_number',
      'voucher_date',
      'due_date',
      'external_id',
      'status',
      'custom_fields',
    ],
  ].map((name) => `${first(name)} AS ${name}`);
  return `SELECT document_key, ${values.join(', ')}, ${first('supplier_name')} AS cp_name, ${first('kind')} AS stated_kind,
    ${first('pos')} AS stated_pos, ${any('reverse_charge')} AS reverse_charge, ${any('is_from_sez')} AS is_from_sez,
    ${first('linked_number')} AS original_number, ${first('linked_date')} AS original_date, ${isSummed ? 'count(*)' : '1'} AS line_count,
    ${any('is_supplier_flagged AND cp_gstin IS NOT NULL')} AS has_wrong_digit, ${any('is_date_from_voucher')} AS is_date_from_voucher,
    ${sum('taxable')} AS taxable, ${heads.join(', ')},
    ${isSummed ? `CASE WHEN min(${total}) = max(${total}) THEN max(${total}) ELSE sum(${total}) END` : total} AS total,
    ${isSummed ? 'min(line_id) AS line_id, NULL::VARCHAR[] AS problems' : 'line_id, problems'}
  FROM (${from}) ${isSummed ? 'GROUP BY document_key' : ''}`;
};

// A negative invoice is a credit note. A credit note that is written with a minus already was one.
const SIGNED = `*, taxable < 0 OR (taxable = 0 AND igst + cgst + sgst + cess < 0) AS is_negative`;
const TURNED = `*, CASE WHEN is_negative THEN -1 ELSE 1 END AS sign,
  CASE WHEN NOT is_negative OR stated_kind = 'CREDIT_NOTE' OR stated_kind = 'ISD_CREDIT_NOTE' THEN stated_kind
    WHEN stated_kind = 'ISD_INVOICE' THEN 'ISD_CREDIT_NOTE' ELSE 'CREDIT_NOTE' END AS kind`;

const rupees = (sql: string): string => `CAST(sign * ${sql} AS DECIMAL(18,2))`;

const FLAGS: readonly (readonly [string, string])[] = [
  ['GSTIN_CHECK_DIGIT', 'has_wrong_digit'],
  ['NUMBER_MISSING', 'number IS NULL'],
  [
    'NUMBER_IRREGULAR',
    `number IS NOT NULL AND stated_kind <> 'BILL_OF_ENTRY' AND NOT regexp_full_match(number, ${sqlText(REGULAR_NUMBER)})`,
  ],
  ['NUMBER_DAMAGED', `number IS NOT NULL AND regexp_full_match(number, ${sqlText(DAMAGED_NUMBER)})`],
  ['NEGATIVE_AMOUNTS', "is_negative AND stated_kind <> 'CREDIT_NOTE' AND stated_kind <> 'ISD_CREDIT_NOTE'"],
  ['DATE_FROM_VOUCHER', 'is_date_from_voucher'],
];

const flagsSql = `CASE WHEN ${FLAGS.map(([, sql]) => `(${sql})`).join(' OR ')} THEN list_filter([${FLAGS.map(
  ([name, sql]) => `CASE WHEN ${sql} THEN ${sqlText(name)} END`,
).join(', ')}], lambda flag: flag IS NOT NULL) END`;

/** A document that is cancelled or deleted has the id that it had before, so that it takes the place of its former version. */
const AS_ACTIVE = `CASE status WHEN 'ACTIVE' THEN document_key ELSE left(document_key, length(document_key) - length(status)) || 'ACTIVE' END`;

const VALUES: Partial<Record<DocumentColumnName, string>> = {
  seq: 'CAST(line_id + 1 AS INTEGER)',
  document_id: `md5(${AS_ACTIVE})`,
  source: "'PURCHASE_REGISTER'",
  section: `CASE kind WHEN 'INVOICE' THEN 'B2B' WHEN 'BILL_OF_ENTRY' THEN CASE WHEN is_from_sez THEN 'IMPGSEZ' ELSE 'IMPG' END
    WHEN 'ISD_INVOICE' THEN 'ISD' WHEN 'ISD_CREDIT_NOTE' THEN 'ISD' ELSE 'CDNR' END`,
  kind: 'kind',
  own_gstin: 'own_gstin',
  cp_gstin: 'cp_gstin',
  cp_name: 'cp_name',
  number: 'number',
  date: 'date',
  return_period: "coalesce(filing_period, strftime(coalesce(voucher_date, date), '%m%Y'))",
  original_number: 'original_number',
  original_date: 'original_date',
  supply_type: "CASE WHEN supply_type <> 'UNREGISTERED' AND supply_type <> 'OVERSEAS' THEN supply_type END",
  pos: 'stated_pos',
  reverse_charge: 'reverse_charge',
  taxable: rupees('taxable'),
  value: 'CAST(abs(total) AS DECIMAL(18,2))',
  port_code: "CASE WHEN stated_kind = 'BILL_OF_ENTRY' THEN upper(port_code) END",
  itc_claim_type: 'itc_claim_type',
  vendor_code: 'vendor_code',
  voucher_type: 'voucher_type',
  voucher_number: 'voucher_number',
  voucher_date: 'voucher_date',
  due_date: 'due_date',
  external_id: 'external_id',
  line_count: 'line_count',
  status: 'status',
  flags: flagsSql,
  custom_fields: 'custom_fields',
  ...Object.fromEntries(
    HEADS.flatMap((head) => [
      [head, rupees(head)],
      [`claim_${head}`, rupees(`claim_${head}`)],
    ]),
  ),
};

/** Documents of checked and keyed lines, as SQL: one of each line, or of all lines with the same `document_key`. */
export const booksSql = (keyed: string, isSummed: boolean): string => {
  const columns = DOCUMENT_COLUMNS.map(({ name, type }) => `CAST(${VALUES[name] ?? 'NULL'} AS ${type}) AS ${name}`);
  return `SELECT ${columns.join(', ')}, line_id, problems
    FROM (SELECT ${TURNED} FROM (SELECT ${SIGNED} FROM (${documentSql(keyed, isSummed)})))`;
};

export const keyedSql = (from: string): string => `SELECT *, concat_ws('|', ${KEY.join(', ')}) AS document_key,
  NOT is_import AND NOT is_template AND document_date IS NULL AS is_date_from_voucher FROM (${from})`;
