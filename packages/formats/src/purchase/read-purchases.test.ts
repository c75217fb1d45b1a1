import { mkdtempSync, readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { it } from 'vitest';
import { readPurchases, writeRejectedRows } from './index.ts';

it('t', async () => {
  const i = await DuckDBInstance.create(':memory:');
  const c = await i.connect();
  for (const f of (process.env.F ?? '/work/shared/samples/gst-syn-purchase-register-tally-102026.csv').split(',')) {
    const t = Date.now(),
      u = process.cpuUsage();
    const r = await readPurchases(c, { files: [f], ownGstin: '27AAACA1111A1ZS', tempFolder: mkdtempSync('/tmp/pg/t') });
    const v = process.cpuUsage(u);
    console.log(Date.now() - t, 'cpu', (v.user + v.system) / 1000);
    console.log(JSON.stringify({ ...r, files: r.files.map((x) => ({ ...x, columns: 0 })) }));
    console.log(await writeRejectedRows(c, '/tmp/pg/rej.csv'), readFileSync('/tmp/pg/rej.csv', 'utf8').slice(0, 3000));
    console.log(
      (
        await c.runAndReadAll(
          'select kind, count(*), sum(taxable), sum(cgst), max(seq), count(distinct document_id), list_distinct(flatten(list(flags))) f from books group by all',
        )
      ).getRowObjectsJson(),
    );
  }
}, 60000);
