import { type Column, MATCH_TYPES, RESULT_COLUMNS, SUPPLIER_COLUMNS } from '@milaan/gst';

const createTableSql = (name: string, columns: readonly Column[]): string =>
  `CREATE TABLE ${name} (${columns.map((column) => `${column.name} ${column.type}`).join(', ')})`;

export const RESULT_TABLES_SQL = [
  createTableSql('result', RESULT_COLUMNS),
  createTableSql('supplier', SUPPLIER_COLUMNS),
];

const tax = (side: string): string => `(${side}.igst + ${side}.cgst + ${side}.sgst + ${side}.cess)`;
const least = (head: string): string => `least(b.${head}, p.${head})`;

/** The whole of the "matching": one hash join on supplier GSTIN and number, as they stand. */
export const JOIN_SQL = `INSERT INTO result BY NAME SELECT row_number() OVER () AS line_no, b.seq AS books_seq, p.seq AS portal_seq,
    CASE WHEN p.seq IS NULL THEN 'MISSING_IN_GOVT' WHEN b.seq IS NULL THEN 'MISSING_IN_PR'
      WHEN b.taxable = p.taxable AND ${tax('b')} = ${tax('p')} THEN 'EXACT' ELSE 'MISMATCH' END AS match_type,
    'GSTIN' AS match_scope, []::VARCHAR[] AS mismatch_fields, []::VARCHAR[] AS flags, '[]' AS reasons, '[]' AS nearest,
    ${tax('p')} - ${tax('b')} AS tax_difference, ${least('taxable')} AS taxable_itc, ${least('igst')} AS igst_itc,
    ${least('cgst')} AS cgst_itc, ${least('sgst')} AS sgst_itc, ${least('cess')} AS cess_itc, 'PENDING' AS itc_action
  FROM books b FULL JOIN portal p ON b.cp_gstin = p.cp_gstin AND b.number = p.number`;

const counts = MATCH_TYPES.flatMap((matchType) => [
  `count(*) FILTER (match_type = '${matchType}') AS ${matchType.toLowerCase()}_count`,
  `sum(coalesce(${tax('b')}, ${tax('p')})) FILTER (match_type = '${matchType}') AS ${matchType.toLowerCase()}_tax`,
]);

export const SUPPLIER_SQL = `INSERT INTO supplier BY NAME SELECT coalesce(p.own_gstin, b.own_gstin) AS own_gstin,
    coalesce(p.cp_gstin, b.cp_gstin) AS supplier_gstin, any_value(coalesce(p.cp_name, b.cp_name)) AS supplier_name,
    ${counts.join(', ')}, sum(${tax('b')}) AS books_tax, sum(${tax('p')}) AS portal_tax
  FROM result LEFT JOIN books b ON b.seq = books_seq LEFT JOIN portal p ON p.seq = portal_seq GROUP BY ALL`;
