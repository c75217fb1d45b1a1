import type { DuckDBConnection } from '@duckdb/node-api';
import type { PlannedReturn } from '../returns.ts';
import { CONTROL_HEADS, type ControlHead, type ControlTable } from './control-summary.ts';

/** A figure of `itcsumm` that the documents do not add up to, by more than a rupee. */
export interface ControlDifference {
  readonly gstin: string;
  readonly period: string;
  readonly table: ControlTable;
  readonly group: string;
  readonly section: string;
  readonly head: ControlHead;
  /** Rupees with two decimals, as text. */
  readonly summaryRupees: string;
  readonly documentsRupees: string;
}

const TOLERANCE_PAISE = 100n;

/** Where a document counts in `itcsumm` (domain spec 2.4). */
const TABLE = `CASE bucket WHEN 'REJECTED' THEN 'itcRejected' WHEN 'REVERSED_37A' THEN 'itcrev'
  WHEN 'UNAVAILABLE' THEN 'itcunavl' ELSE 'itcavl' END`;
const IS_CREDIT = `kind IN ('CREDIT_NOTE', 'ISD_CREDIT_NOTE')`;
// The reversal table has no revsup.
const IS_REVERSE = `(reverse_charge AND bucket <> 'REVERSED_37A')`;
const GROUP = `CASE WHEN section LIKE 'IMPG%' THEN 'imports' WHEN ${IS_CREDIT} THEN 'othersup'
  WHEN section IN ('ISD', 'ISDA') THEN 'isdsup' WHEN ${IS_REVERSE} THEN 'revsup' ELSE 'nonrevsup' END`;
const SECTION = `CASE section WHEN 'ECO' THEN 'ecom' WHEN 'ECOA' THEN 'ecoma' WHEN 'IMPGSEZA' THEN 'impgasez'
  ELSE lower(section) END || CASE WHEN ${IS_CREDIT} AND ${IS_REVERSE} THEN 'rev' ELSE '' END`;

/** Amendments may count in full or by what they change (domain spec 2.9), so these cells are tried both ways. */
const AMENDED_SECTIONS: ReadonlySet<string> = new Set([
  'b2ba',
  'cdnra',
  'cdnrarev',
  'ecoma',
  'isda',
  'impga',
  'impgasez',
]);

const isNear = (a: bigint, b: bigint): boolean => a - b <= TOLERANCE_PAISE && b - a <= TOLERANCE_PAISE;

/** Sums may pass what a `Paise` holds, so they are formatted from the integer. */
const rupeesOf = (paise: bigint): string => {
  const digits = String(paise < 0n ? -paise : paise).padStart(3, '0');
  return `${paise < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const cellKey = (...parts: readonly string[]): string => parts.join('|');

/** Adds documents up by cell, in paise; `relation` must have the columns of `portal`. */
const addUp = async (connection: DuckDBConnection, relation: string): Promise<Map<string, bigint>> => {
  const reader = await connection.runAndReadAll(
    `SELECT own_gstin, return_period, ${TABLE}, ${GROUP}, ${SECTION},
      ${CONTROL_HEADS.map((head) => `(coalesce(sum(${head}), 0) * 100)::HUGEINT::VARCHAR`).join(', ')}
     FROM ${relation} WHERE source = 'GSTR_2B' GROUP BY ALL`,
  );
  const sums = new Map<string, bigint>();
  for (const row of reader.getRowsJS()) {
    const [gstin, period, table, group, section] = row.slice(0, 5).map(String);
    CONTROL_HEADS.forEach((head, index) => {
      sums.set(
        cellKey(gstin ?? '', period ?? '', table ?? '', group ?? '', section ?? '', head),
        BigInt(String(row[5 + index])),
      );
    });
  }
  return sums;
};

/** What amendments change: themselves less their originals, as far as the originals are among the documents read. */
const AMENDMENT_CHANGES = `(
  WITH amendment AS (SELECT * FROM portal WHERE section IN ('B2BA', 'CDNRA', 'ECOA', 'ISDA', 'IMPGA', 'IMPGSEZA')),
  original AS (SELECT own_gstin, cp_gstin, port_code, kind, upper(number) AS number, date, arg_max(igst, (return_period[3:] || return_period[:2])) AS igst,
      arg_max(cgst, (return_period[3:] || return_period[:2])) AS cgst, arg_max(sgst, (return_period[3:] || return_period[:2])) AS sgst, arg_max(cess, (return_period[3:] || return_period[:2])) AS cess
    FROM portal WHERE section NOT IN ('B2BA', 'CDNRA', 'ECOA', 'ISDA', 'IMPGA', 'IMPGSEZA') GROUP BY ALL)
  SELECT amendment.* REPLACE (
      amendment.igst - original.igst AS igst, amendment.cgst - original.cgst AS cgst,
      amendment.sgst - original.sgst AS sgst, amendment.cess - original.cess AS cess),
    original.number IS NULL AS is_unknown
  FROM amendment LEFT JOIN original ON original.own_gstin = amendment.own_gstin
    AND original.cp_gstin IS NOT DISTINCT FROM amendment.cp_gstin AND original.port_code IS NOT DISTINCT FROM amendment.port_code
    AND original.kind = amendment.original_kind AND original.number = upper(amendment.original_number)
    AND original.date IS NOT DISTINCT FROM amendment.original_date)`;

/**
 * Compares the summary of every return with its documents, cell by cell. An amendment cell is at fault only when neither
 * the full values nor the changes fit; where an original is not at hand the change is unknown and nothing is said.
 */
export const checkControlTotals = async (
  connection: DuckDBConnection,
  returns: readonly PlannedReturn[],
): Promise<ControlDifference[]> => {
  const summarised = returns.filter((planned) => planned.parts.some((part) => part.summary !== null));
  if (summarised.length === 0) return [];
  const full = await addUp(connection, 'portal');
  const differences: ControlDifference[] = [];
  let changes: { sums: Map<string, bigint>; unknown: ReadonlySet<string> } | undefined;
  for (const { gstin, period, parts } of summarised) {
    // Every page repeats the whole summary.
    const summary = parts.find((part) => part.summary !== null)?.summary ?? [];
    for (const { table, group, section, head, paise } of summary) {
      const expected = BigInt(paise);
      const key = cellKey(gstin, period, table, group, section, head);
      const actual = full.get(key) ?? 0n;
      if (isNear(actual, expected)) continue;
      if (AMENDED_SECTIONS.has(section)) {
        changes ??= await readChanges(connection);
        const isUnknown = changes.unknown.has(cellKey(gstin, period, table, group, section));
        if (isUnknown || isNear(changes.sums.get(key) ?? 0n, expected)) continue;
      }
      differences.push({
        ...{ gstin, period, table, group, section, head },
        summaryRupees: rupeesOf(expected),
        documentsRupees: rupeesOf(actual),
      });
    }
  }
  return differences;
};

const readChanges = async (
  connection: DuckDBConnection,
): Promise<{ sums: Map<string, bigint>; unknown: ReadonlySet<string> }> => {
  const sums = await addUp(connection, AMENDMENT_CHANGES);
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT own_gstin, return_period, ${TABLE}, ${GROUP}, ${SECTION} FROM ${AMENDMENT_CHANGES} WHERE is_unknown`,
  );
  return { sums, unknown: new Set(reader.getRowsJS().map((row) => cellKey(...row.map(String)))) };
};
