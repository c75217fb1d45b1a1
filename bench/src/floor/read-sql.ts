/** SQL text literal. Paths come from the caller's command line. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const TEXT = 'VARCHAR';
const MONEY = 'DECIMAL(18,2)';

/** Every column of the generator's register, typed, so that the reader sniffs nothing. */
const PURCHASE_COLUMNS: readonly (readonly [string, string])[] = [
  ['type', TEXT],
  ['number', TEXT],
  ['date', TEXT],
  ['filing_month', TEXT],
  ['pos', TEXT],
  ['reverse_charge', TEXT],
  ['cp_gstin', TEXT],
  ['cp_name', TEXT],
  ['own_gstin', TEXT],
  ['category', TEXT],
  ['description', TEXT],
  ['hsn', TEXT],
  ['taxable', MONEY],
  ['rate', MONEY],
  ['igst', MONEY],
  ['cgst', MONEY],
  ['sgst', MONEY],
  ['cess', MONEY],
  ['total', MONEY],
  ['claim_type', TEXT],
  ['import_type', TEXT],
  ['import_number', TEXT],
  ['import_date', TEXT],
  ['import_port', TEXT],
  ['vendor_code', TEXT],
  ['voucher_number', TEXT],
  ['voucher_date', TEXT],
  ['external_id', TEXT],
  ['external_line_id', TEXT],
];

export const booksSql = (purchases: string): string => {
  const columns = PURCHASE_COLUMNS.map(([name, type]) => `${name}: '${type}'`).join(', ');
  return `INSERT INTO books BY NAME SELECT row_number() OVER () AS seq, external_id AS document_id,
      'PURCHASE_REGISTER' AS source, CASE type WHEN 'invoice' THEN 'INVOICE' WHEN 'credit' THEN 'CREDIT_NOTE'
      ELSE 'DEBIT_NOTE' END AS kind, own_gstin, cp_gstin, cp_name, number, strptime(date, '%d-%m-%Y')::DATE AS date,
      filing_month AS return_period, pos, reverse_charge = 'Y' AS reverse_charge, taxable, igst, cgst, sgst, cess,
      total AS value, import_port AS port_code, 'INPUT' AS itc_claim_type, vendor_code, voucher_number,
      strptime(voucher_date, '%d-%m-%Y')::DATE AS voucher_date, external_id, 1 AS line_count, 'ACTIVE' AS status
    FROM read_csv(${literal(purchases)}, columns = {${columns}}, header = true, delim = ',', quote = '"', escape = '"',
      auto_detect = false)`;
};

const HEADS = `txval ${MONEY}, igst ${MONEY}, cgst ${MONEY}, sgst ${MONEY}, cess ${MONEY}`;
const DOCUMENT = `STRUCT(inum VARCHAR, ntnum VARCHAR, typ VARCHAR, suptyp VARCHAR, dt VARCHAR, val ${MONEY}, pos VARCHAR,
  rev VARCHAR, itcavl VARCHAR, rsn VARCHAR, ${HEADS}, imsStatus VARCHAR, irn VARCHAR, irngendate VARCHAR,
  oinum VARCHAR, oidt VARCHAR, ontnum VARCHAR, ontdt VARCHAR)[]`;
const SUPPLIERS = `STRUCT(ctin VARCHAR, trdnm VARCHAR, supfildt VARCHAR, supprd VARCHAR, inv ${DOCUMENT}, nt ${DOCUMENT})[]`;
const DISTRIBUTORS = `STRUCT(ctin VARCHAR, trdnm VARCHAR, supfildt VARCHAR, supprd VARCHAR,
  doclist STRUCT(doctyp VARCHAR, docnum VARCHAR, docdt VARCHAR, itcelg VARCHAR, ${HEADS})[])[]`;
const ENTRIES = `STRUCT(portcode VARCHAR, boenum VARCHAR, boedt VARCHAR, txval ${MONEY}, igst ${MONEY}, cess ${MONEY})[]`;
const STATEMENT = `STRUCT(gstin VARCHAR, rtnprd VARCHAR, docdata STRUCT(b2b ${SUPPLIERS}, b2ba ${SUPPLIERS},
  cdnr ${SUPPLIERS}, cdnra ${SUPPLIERS}, ecom ${SUPPLIERS}, ecoma ${SUPPLIERS}, isd ${DISTRIBUTORS}, impg ${ENTRIES},
  impgsez STRUCT(ctin VARCHAR, trdnm VARCHAR, boe ${ENTRIES})[]))`;

/** DuckDB sets aside this much per thread: no more than the largest file needs. */
export const statementsSql = (portalFolder: string, largestBytes: number): string =>
  `CREATE TABLE statements AS SELECT data FROM read_json(${literal(`${portalFolder}/*.json`)},
    columns = {data: '${STATEMENT}'}, maximum_object_size = ${largestBytes + 1024})`;

const OWN = 'data.gstin AS own_gstin, data.rtnprd AS return_period';

const SUPPLIED: readonly (readonly [string, string])[] = [
  ['b2b', 'inv'],
  ['b2ba', 'inv'],
  ['cdnr', 'nt'],
  ['cdnra', 'nt'],
  ['ecom', 'inv'],
  ['ecoma', 'inv'],
];

const suppliedSql = ([section, list]: readonly [string, string]): string => `
  SELECT own_gstin, return_period, '${section.toUpperCase().replace('ECOM', 'ECO')}' AS section, s.ctin AS cp_gstin, s.trdnm AS cp_name,
    s.supprd AS supplier_period, strptime(s.supfildt, '%d-%m-%Y')::DATE AS supplier_filed_on,
    d.${list === 'inv' ? 'inum' : 'ntnum'} AS number,
    ${list === 'inv' ? "'INVOICE'" : "CASE d.typ WHEN 'C' THEN 'CREDIT_NOTE' ELSE 'DEBIT_NOTE' END"} AS kind,
    d.dt AS date_text, d.pos, d.rev = 'Y' AS reverse_charge, d.itcavl AS itc_available, d.rsn AS itc_reason,
    d.txval AS taxable, d.igst, d.cgst, d.sgst, d.cess, d.val AS value, d.imsStatus AS ims_status, d.irn,
    strptime(d.irngendate, '%d-%m-%Y')::DATE AS irn_date, coalesce(d.oinum, d.ontnum) AS original_number,
    strptime(coalesce(d.oidt, d.ontdt), '%d-%m-%Y')::DATE AS original_date
  FROM (SELECT own_gstin, return_period, s, unnest(s.${list}) AS d
    FROM (SELECT ${OWN}, unnest(data.docdata.${section}) AS s FROM statements))`;

const DISTRIBUTED_SQL = `
  SELECT own_gstin, return_period, 'ISD' AS section, s.ctin AS cp_gstin, s.trdnm AS cp_name, s.supprd AS supplier_period,
    strptime(s.supfildt, '%d-%m-%Y')::DATE AS supplier_filed_on, d.docnum AS number, 'ISD_INVOICE' AS kind,
    d.docdt AS date_text, d.itcelg AS itc_available, d.igst, d.cgst, d.sgst, d.cess, false AS reverse_charge, 0 AS taxable
  FROM (SELECT own_gstin, return_period, s, unnest(s.doclist) AS d
    FROM (SELECT ${OWN}, unnest(data.docdata.isd) AS s FROM statements))`;

const importedSql = (section: string, source: string): string => `
  SELECT own_gstin, return_period, '${section}' AS section, cp_gstin, d.boenum AS number, 'BILL_OF_ENTRY' AS kind,
    d.boedt AS date_text, d.txval AS taxable, d.igst, 0 AS cgst, 0 AS sgst, d.cess, false AS reverse_charge,
    d.portcode AS port_code
  FROM (${source})`;

const IMPORTED_SQL = [
  importedSql('IMPG', `SELECT ${OWN}, NULL AS cp_gstin, unnest(data.docdata.impg) AS d FROM statements`),
  importedSql(
    'IMPGSEZ',
    `SELECT own_gstin, return_period, s.ctin AS cp_gstin, unnest(s.boe) AS d
      FROM (SELECT ${OWN}, unnest(data.docdata.impgsez) AS s FROM statements)`,
  ),
];

export const PORTAL_SQL = `INSERT INTO portal BY NAME SELECT * EXCLUDE (date_text), row_number() OVER () AS seq,
    cp_gstin || number AS document_id, 'GSTR_2B' AS source, strptime(date_text, '%d-%m-%Y')::DATE AS date,
    'AVAILABLE' AS bucket, 1 AS line_count, 'ACTIVE' AS status
  FROM (${[...SUPPLIED.map(suppliedSql), DISTRIBUTED_SQL, ...IMPORTED_SQL].join(' UNION ALL BY NAME ')})`;
