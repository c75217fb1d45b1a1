import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { listHeldSegments } from '../state/segments.ts';
import { readWorkflow } from '../state/workflows.ts';
import { onBothDatabases } from '../testing/on-both-databases.ts';
import type { Judged } from '../testing/test-server.ts';
import { textsInZip } from '../testing/texts-in-zip.ts';

const SAMPLES = fileURLToPath(new URL('../../../cli/samples/', import.meta.url));
const PAN = 'AAACA1111A';
const GSTIN = '27AAACA1111A1ZS';
const REGISTER = readFileSync(`${SAMPLES}purchases-aug-to-oct-2026.csv`);
const STATEMENTS = ['27AAACA1111A1ZS-092026', '27AAACA1111A1ZS-102026', '29AAACA1111A1ZO-102026'].map((name) =>
  readFileSync(`${SAMPLES}gstr2b/gstr2b-${name}.json`),
);

const V1 = '/integration/v1';
/** Real jobs in processes of their own, on a machine that may be busy. */
const PATIENCE = { timeout: 60_000, interval: 100 };

onBothDatabases(
  'workflows',
  (server, onDatabase) => {
    const test = (name: string, run: () => Promise<void>) => onDatabase(name, run, 120_000);

    async function upload(token: string, bytes: Buffer | string, name = 'purchases.csv', type = 'purchase') {
      const form = name.endsWith('json') ? 'JSON' : 'CSV';
      const path = `${V1}/generatePreSign/${type}?fileName=${name}`;
      const { json } = await server().send('GET', path, { token, headers: { filecontenttype: form } });
      const url = new URL(String(json.preSignedS3Url));
      const headers = { 'content-type': 'text/csv' };
      const put = await server().send('PUT', url.pathname + url.search, { body: Buffer.from(bytes), headers });
      expect(put.status).toBe(200);
      return { s3FileUrl: String(json.preSignedS3Url), userFileName: name };
    }
    const allFiles = async (token: string) => {
      const files = [await upload(token, REGISTER)];
      for (const bytes of STATEMENTS) files.push(await upload(token, bytes, 'gstr2b.json', 'gstr2b'));
      return files;
    };
    const trigger = (token: string, fileList: readonly unknown[], args: Readonly<Record<string, unknown>> = {}) =>
      server().send('POST', `${V1}/maxItc/triggerWorkflow`, {
        token,
        body: {
          fileList,
          userInputArgs: {
            pan: PAN,
            pullReturnPeriodStart: '102026',
            pullReturnPeriodEnd: '102026',
            reconReturnPeriodStart: '102026',
            reconReturnPeriodEnd: '102026',
            ...args,
          },
        },
      });
    const read = (token: string, id: unknown) => server().send('GET', `${V1}/maxItc/workflow/${id}`, { token });
    async function ended(token: string, { json }: Judged): Promise<Judged> {
      await expect.poll(async () => (await read(token, json.workflowId)).json.endedAt, PATIENCE).not.toBeNull();
      return read(token, json.workflowId);
    }
    async function download(url: unknown): Promise<Buffer> {
      const { pathname, search } = new URL(String(url));
      const response = await server().app.fetch(new Request(`http://milaan.test${pathname}${search}`));
      expect(response.status).toBe(200);
      return Buffer.from(await response.arrayBuffer());
    }
    async function resultsOf(token: string, workflow: Judged) {
      const { json } = await server().send('GET', `${V1}/maxItc/results/${workflow.json.workflowId}`, { token });
      const { reconResultsFileUrl } = json.reconStatus as Record<string, string>; // the contract's Workflow
      return gunzipSync(await download(reconResultsFileUrl)).toString();
    }

    async function reportOf(workflow: Judged): Promise<Buffer> {
      const { resultKeys } = await readWorkflow(server().state.db, String(workflow.json.workflowId));
      return buffer(await server().server.store.read(String(resultKeys?.['report.xlsx'])));
    }

    test('reconciles the files of a trigger, and again what is held, to the same bytes', async () => {
      const token = await server().newToken();
      const triggered = await trigger(token, await allFiles(token));
      expect(triggered.status).toBe(201);
      const first = await ended(token, triggered);
      expect(first.json).toMatchObject({
        status: 'WORKFLOW_COMPLETED',
        error: null,
        reconStatus: { status: 'SUCCESS' },
      });
      const [fileError] = first.json.fileErrors as { status: string; errorFileUrl: string }[]; // the contract's Workflow
      expect(fileError?.status).toBe('PARTIAL');
      expect((await download(fileError?.errorFileUrl)).toString()).toContain('Error Message');
      const lines = await resultsOf(token, first);
      expect(lines.trimEnd().split('\n')).toHaveLength(39);

      const report = await reportOf(first);
      const partsOfReport = textsInZip(report).join('');
      for (const text of ['purchases.csv', 'gstr2b.json', 'rows of purchases.csv could not be read'])
        expect(partsOfReport).toContain(text);

      const second = await ended(token, await trigger(token, []));
      expect(await resultsOf(token, second)).toBe(lines);
      expect((await reportOf(second)).equals(report)).toBe(true);
      // The register once more, as a file of its own: every document is replaced by itself.
      const ingestion = await server().send('POST', `${V1}/ingest/file/purchase`, {
        token,
        body: { userInputArgs: { gstins: [] }, fileInfo: await upload(token, REGISTER) },
      });
      expect(ingestion.status).toBe(201);
      const status = () =>
        server().send('GET', `${V1}/ingest/file/purchase/status/${ingestion.json.activityId}?tenant=MAXITC`, { token });
      await expect.poll(async () => (await status()).json.status, PATIENCE).toBe('ACTIVITY_COMPLETED');
      expect((await status()).json.processingStats).toContainEqual(expect.objectContaining({ gstin: GSTIN }));
      const third = await ended(token, await trigger(token, []));
      expect(await resultsOf(token, third)).toBe(lines);
    });

    test('takes lines in at once, all or none, and reconciles them', async () => {
      const token = await server().newToken();
      const line = {
        documentType: 'invoice',
        documentNumber: 'BP/9/26-27',
        documentDate: '05-10-2026',
        supplierGstin: '27AAACB2222B1ZJ',
        myGstin: GSTIN,
        itemTaxableAmount: 1000,
        igstAmount: 0,
        cgstAmount: 90,
        sgstAmount: 90,
      };
      const ingest = (lines: readonly unknown[]) =>
        server().send('POST', '/integration/v2/ingest/json/purchase', {
          token,
          headers: { 'x-cleartax-gstin': GSTIN },
          body: lines,
        });
      const refused = await ingest([line, { ...line, documentDate: '31-31-2026' }]);
      expect(refused).toMatchObject({ status: 400, code: 'parameter_invalid' });
      expect(refused.json.errors).toMatchObject([{ pointer: '/1/documentDate', param: '[1].documentDate' }]);
      const taken = await ingest([line]);
      expect(taken.status).toBe(200);
      expect(taken.json.gstinStats).toEqual([{ gstin: GSTIN, totalDocumentCount: 1, validRows: 1, invalidRows: 0 }]);
      const triggered = await trigger(token, [], { allowMissingPeriods: true });
      const lines = await resultsOf(token, await ended(token, triggered));
      expect(lines.trimEnd().split('\n')).toHaveLength(1);
      expect(lines).toContain('"matchType":"MISSING_IN_GOVT"');
    });

    test('says at once which statements are missing, or when only a file could have brought them', async () => {
      const token = await server().newToken();
      expect(await trigger(token, [])).toMatchObject({ status: 402, code: 'govt_data_missing' });
      const failed = await ended(token, await trigger(token, [await upload(token, REGISTER)]));
      expect(failed.json).toMatchObject({ status: 'WORKFLOW_FAILED', error: { code: 'govt_data_missing' } });
      const { metadata } = failed.json.error as { metadata: unknown }; // the contract's Workflow
      expect(metadata).toMatchObject({ missing: [{ gstin: GSTIN, period: '102026' }, { period: '102026' }] });
      const results = await server().send('GET', `${V1}/maxItc/results/${failed.json.workflowId}`, { token });
      expect(results).toMatchObject({ status: 402, code: 'workflow_failed' });
      // What was read stays: with the statements alone it goes on.
      const statements = await Promise.all(STATEMENTS.map((bytes) => upload(token, bytes, 'b.json', 'gstr2b')));
      expect((await ended(token, await trigger(token, statements))).json.status).toBe('WORKFLOW_COMPLETED');
    });

    test('a register whose every row is refused is told as one of which nothing was taken', async () => {
      const token = await server().newToken();
      const heads = 'Document Type,Document Number,Document Date,Supplier GSTIN,My GSTIN,Item Taxable Amount';
      const file = await upload(token, `${heads}\nInvoice,A/1,31-31-2026,27AAACB2222B1ZJ,${GSTIN},100\n`);
      const done = await ended(token, await trigger(token, [file], { allowMissingPeriods: true }));
      expect(done.json).toMatchObject({
        status: 'WORKFLOW_COMPLETED',
        fileErrors: [{ status: 'FAILED', errorFileUrl: expect.any(String) }],
      });
    });

    test('a file that cannot be read fails the workflow by its name, and nothing of the others counts', async () => {
      const client = await server().newClient();
      const token = await server().tokenOf(client);
      const files = [await upload(token, REGISTER), await upload(token, 'no,register\n1,2\n', 'wrong.csv')];
      const failed = await ended(token, await trigger(token, files));
      expect(failed.json).toMatchObject({ status: 'WORKFLOW_FAILED', error: { code: 'file_unreadable' } });
      expect(failed.json.fileErrors).toContainEqual(
        expect.objectContaining({ inputFileName: 'wrong.csv', status: 'FAILED' }),
      );
      // Of the register, some of whose rows were refused, nothing was taken either.
      const statuses = (failed.json.fileErrors as { status: string }[]).map(({ status }) => status); // the contract's
      expect(statuses).toEqual(['FAILED', 'FAILED']);
      expect(JSON.stringify(failed.json.error)).toContain('wrong.csv');
      const held = await listHeldSegments(server().state.db, { workspaceId: client.workspaceId, pan: PAN, asOf: null });
      expect(held).toEqual([]);
    });

    test('ends a cancelled workflow at once, frees its place, and publishes nothing of it', async () => {
      const token = await server().newToken();
      const triggered = await trigger(token, await allFiles(token));
      expect((await trigger(token, [], { allowMissingPeriods: true })).code).toBe('workflow_pending');
      const cancel = () =>
        server().send('POST', `${V1}/maxItc/workflow/${triggered.json.workflowId}/cancel`, { token });
      expect(await cancel()).toMatchObject({ status: 200, json: { status: 'WORKFLOW_FAILED' } });
      expect(await cancel()).toMatchObject({ status: 409, code: 'task_finished' });
      const cancelled = await read(token, triggered.json.workflowId);
      expect(cancelled.json).toMatchObject({ error: { code: 'workflow_cancelled' }, reconStatus: { reportUrl: null } });
      const next = await ended(token, await trigger(token, await allFiles(token)));
      expect(next.json.status).toBe('WORKFLOW_COMPLETED');
      expect((await read(token, triggered.json.workflowId)).json).toEqual(cancelled.json);
    });

    test('lists workflows, newest first, page by page', async () => {
      const token = await server().newToken();
      const ids: unknown[] = [];
      for (const pan of ['AAACA1111A', 'AAACB2222B', 'AAACC3333C']) {
        server().clock.advance(1);
        ids.unshift((await trigger(token, [], { pan, allowMissingPeriods: true })).json.workflowId);
      }
      const list = (query: string) => server().send('GET', `${V1}/maxItc/workflows?${query}`, { token });
      const idsOf = ({ json }: Judged) => (json.items as { workflowId: string }[]).map((item) => item.workflowId);
      const first = await list('limit=2');
      const second = await list(`limit=2&cursor=${first.json.nextCursor}`);
      expect([...idsOf(first), ...idsOf(second)]).toEqual(ids);
      expect(second.json.nextCursor).toBeNull();
      expect(idsOf(await list('pan=AAACB2222B'))).toEqual([ids[1]]);
    });

    test('merges many small segments into one that says the same', async () => {
      const client = await server().newClient();
      const token = await server().tokenOf(client);
      const ingest = (documentNumber: string, amount: number) =>
        server().send('POST', '/integration/v2/ingest/json/purchase', {
          token,
          headers: { 'x-cleartax-gstin': GSTIN },
          body: [
            {
              documentType: 'invoice',
              documentNumber,
              documentDate: '05-10-2026',
              supplierGstin: '27AAACB2222B1ZJ',
              itemTaxableAmount: amount,
              cgstAmount: 0,
              sgstAmount: 0,
            },
          ],
        });
      // The same document again and again, and one of each other number: the last word on each counts.
      const earlier = Array.from({ length: 16 }, (_, i) => ingest(i % 2 === 0 ? 'A/1' : `B/${i}`, 100 + i));
      for (const { status } of await Promise.all(earlier)) expect(status).toBe(200);
      expect((await ingest('A/1', 500)).status).toBe(200);
      const held = () => listHeldSegments(server().state.db, { workspaceId: client.workspaceId, pan: PAN, asOf: null });
      await expect.poll(async () => (await held()).length, PATIENCE).toBe(1);
      expect(await held()).toMatchObject([{ documents: 9, ingestionId: null }]);
      const lines = await resultsOf(token, await ended(token, await trigger(token, [], { allowMissingPeriods: true })));
      expect(lines.trimEnd().split('\n')).toHaveLength(9);
      expect(
        lines.split('\n').filter((line) => line.includes('A/1') && line.includes('"taxableValue":500.00')),
      ).toHaveLength(1);
    });
  },
  { schema: `workflows_${process.pid}`, runsWorkflows: true },
);
