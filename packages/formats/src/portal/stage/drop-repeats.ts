import type { DuckDBConnection } from '@duckdb/node-api';
import { TAX_COLUMNS } from './stage-columns.ts';

/** Documents left out because another file already has them. */
export interface Repeats {
  readonly copies: number;
  readonly olderPeriods: number;
}

export const NO_REPEATS: Repeats = { copies: 0, olderPeriods: 0 };

const IDENTITY = `grp.own_gstin, grp.section, coalesce(grp.cp_gstin, row_cp_gstin), kind, upper(trim(number)), date_text, port_code`;

/**
 * `portal_drop`: documents that stand in two files of one return (a page and the whole, say), and, if told so, in a 2A
 * documents that several periods show; the latest period keeps them. Equal documents inside one file are left alone:
 * only the portal can say whether they are two.
 */
export const findRepeats = async (
  connection: DuckDBConnection,
  hasManyParts: boolean,
  dropsOlder: boolean,
): Promise<Repeats> => {
  await connection.run('CREATE OR REPLACE TEMP TABLE portal_drop (g INTEGER, i INTEGER)');
  const copies = hasManyParts ? await dropCopies(connection) : 0;
  const olderPeriods = dropsOlder ? await dropOlderPeriods(connection) : 0;
  return { copies, olderPeriods };
};

const dropCopies = async (connection: DuckDBConnection): Promise<number> => {
  const content = `${IDENTITY}, grp.period, grp.source, grp.bucket, itc_available, ${TAX_COLUMNS.join(', ')}`;
  const inserted = await connection.run(`INSERT INTO portal_drop
    WITH hashed AS (SELECT g, i, part, hash(${content}) AS content FROM portal_stage JOIN portal_group AS grp USING (g)),
    repeated AS (SELECT content FROM hashed GROUP BY content HAVING min(part) <> max(part)),
    counted AS (SELECT content, part, count(*) AS documents FROM hashed SEMI JOIN repeated USING (content) GROUP BY ALL),
    kept AS (SELECT content, arg_max(part, (documents, -part)) AS part FROM counted GROUP BY content)
    SELECT g, i FROM hashed JOIN kept ON kept.content = hashed.content WHERE kept.part <> hashed.part`);
  return inserted.rowsChanged;
};

const dropOlderPeriods = async (connection: DuckDBConnection): Promise<number> => {
  const inserted = await connection.run(`INSERT INTO portal_drop
    SELECT g, i FROM (
      SELECT g, i, substr(grp.period, 3, 4) || substr(grp.period, 1, 2) AS month,
        max(month) OVER (PARTITION BY ${IDENTITY}) AS latest
      FROM portal_stage JOIN portal_group AS grp USING (g) WHERE grp.source = 'GSTR_2A')
    WHERE month < latest`);
  return inserted.rowsChanged;
};
