import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import { panOfGstin } from '@milaan/gst';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openResultSource } from '../result-source.ts';
import { booksRow, type Fixture, openFixture, portalRow, resultRow, SMALL } from '../testing/fixture.ts';
import { withFolder } from '../testing/with-folder.ts';
import { REPORT_SETTINGS, withSettings } from '../with-settings.ts';
import { panSql } from './result-values.ts';
import { writeResultLines } from './write-result-lines.ts';

const CONSTANTS = { taskId: 'task "1"', username: 'finance', requestType: 'MAX_ITC_2B_PR' };

const writeBytes = (connection: DuckDBConnection, threads = 2): Promise<Buffer> =>
  withFolder(async (folder) => {
    const path = join(folder, 'results.jsonl.gz');
    await withSettings(connection, REPORT_SETTINGS, async () => {
      const source = await openResultSource(connection);
      await writeResultLines(connection, source, path, { ...CONSTANTS, threads, onRows: () => undefined });
      await source.drop();
    });
    return readFile(path);
  });

const writeLines = async (fixture: Fixture): Promise<string[]> =>
  gunzipSync(await writeBytes(await openFixture(fixture)))
    .toString()
    .split('\n')
    .slice(0, -1);

/** The keys that connectors know, in their order. */
const DOCUMENT_KEYS =
  'documentId documentReferenceNumber documentType docDate sectionName source cpGstin cpName cpPan myGstin pos returnPeriod fiscalYear taxableValue igst cgst sgst cess taxValue totalValue originalDocNumber originalDocDate itcClaimEligibility reverseChargeApplicable vendorCode voucherNo voucherDate dueDate customFields externalId paymentAction'.split(
    ' ',
  );
const PORTAL_KEYS = [
  ...DOCUMENT_KEYS,
  ...'cpFilingFrequency counterpartFilingStatus cpFilingStatus3b g1FilingDate g1FilingRp itcEligible reason irn irnGenerationDate imsStatus'.split(
    ' ',
  ),
];
const RESULT_KEYS =
  'matchType matchScope misMatchFields remark taxDifference taxableValue igstItc cgstItc sgstItc cessItc totalItc itcAction gst3BClaimMonth supplierGstin supplierName supplierFilingStatus cpPan myGstin myPan documentType matchingRequestType score reasons nearest groupId flags'.split(
    ' ',
  );

describe('result lines', () => {
  it('have every key of the API, in its order', async () => {
    const lines = (await writeLines(SMALL)).map((line) => JSON.parse(line));
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(['documentId', 'matchingTaskId', 'username', 'pr', 'govt', 'result']);
      if (line.pr !== null) expect(Object.keys(line.pr)).toEqual(DOCUMENT_KEYS);
      if (line.govt !== null) expect(Object.keys(line.govt)).toEqual(PORTAL_KEYS);
      expect(Object.keys(line.result)).toEqual(RESULT_KEYS);
    }
    expect(lines.map(({ pr, govt }) => [pr !== null, govt !== null])).toEqual([
      [true, true],
      [true, true],
      [true, false],
      [false, true],
    ]);
  });

  it('say what the documents say', async () => {
    const [pair, mismatch, lone, portalOnly] = (await writeLines(SMALL)).map((line) => JSON.parse(line));
    expect(pair).toMatchObject({
      documentId: 'b1.p1',
      matchingTaskId: 'task "1"',
      username: 'finance',
      pr: {
        documentId: 'b1',
        cpName: '=cmd|\' /C calc\'!A0 "Quoted" \\ back\tslash',
        cpPan: 'AABCT1332L',
        fiscalYear: '2026-27',
        docDate: '2026-10-05',
        reverseChargeApplicable: false,
        vendorCode: '+V1',
        voucherNo: 'PV-1',
        voucherDate: '2026-10-06',
        dueDate: null,
        customFields: { plant: 'Pune "A"' },
        externalId: 'ERP-1',
        itcClaimEligibility: 'INPUT',
        paymentAction: 'PAY_FULL_AMOUNT',
      },
      govt: {
        documentId: 'p1',
        counterpartFilingStatus: 'FILED',
        cpFilingStatus3b: null,
        g1FilingDate: '2026-11-10',
        g1FilingRp: '102026',
        itcEligible: 'Y',
        reason: null,
        irn: 'ab'.repeat(32),
        irnGenerationDate: '2026-10-05',
        imsStatus: 'A',
        paymentAction: null,
      },
      result: {
        matchType: 'EXACT',
        misMatchFields: [],
        totalItc: 18000,
        gst3BClaimMonth: '102026',
        supplierGstin: '29AABCT1332L1ZV',
        supplierName: 'Shree Ganesh Traders',
        supplierFilingStatus: 'FILED',
        myPan: 'AAACA1111A',
        matchingRequestType: 'MAX_ITC_2B_PR',
        groupId: null,
      },
    });
    expect(mismatch.result).toMatchObject({
      misMatchFields: ['pos', 'taxableValue', 'igst'],
      flags: ['GROUPED'],
      groupId: 'grp_1',
      reasons: [{ field: 'pos', outcome: 'DIFFERS', weight: -2, text: 'Place "differs"' }],
    });
    expect(lone).toMatchObject({
      documentId: 'b3',
      govt: null,
      pr: { fiscalYear: '2025-26', cpGstin: null, cpPan: null },
      result: {
        supplierGstin: null,
        supplierFilingStatus: null,
        nearest: [{ documentReferenceNumber: '3' }],
        score: null,
      },
    });
    expect(portalOnly).toMatchObject({
      documentId: 'p3',
      pr: null,
      govt: {
        documentReferenceNumber: '\u2028नोट',
        documentType: 'CREDIT_NOTE',
        itcEligible: 'N',
        counterpartFilingStatus: 'NOT_FILED',
        cpFilingStatus3b: 'NOT_FILED',
      },
      result: { documentType: 'CREDIT_NOTE', supplierFilingStatus: 'NOT_FILED' },
    });
    expect(portalOnly.govt.reason).toMatch(/^P: place of supply/);
  });

  it('write amounts with two decimals, sums included', async () => {
    const [pair = '', mismatch = ''] = await writeLines(SMALL);
    expect(pair).toContain(
      '"taxableValue":100000.00,"igst":18000.00,"cgst":0.00,"sgst":0.00,"cess":0.00,"taxValue":18000.00,"totalValue":118000.00',
    );
    expect(mismatch).toContain('"taxValue":900.09,"totalValue":5900.59');
    expect(mismatch).toContain('"totalItc":900.09');
    expect(mismatch).toContain('"score":-1.50');
  });

  it('hold any text unharmed', async () => {
    const anyText = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll('\u0000', '0'));
    const hostile = fc.oneof(
      anyText,
      fc.constantFrom('\u001f', '","', '\\', '"', '\\"', 'null', '[', ']', '\n\r', '\u007f\u0080', "'"),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(hostile, hostile), { minLength: 1, maxLength: 4 }), async (texts) => {
        const lines = await writeLines({
          books: texts.map(([number, name], k) =>
            booksRow({ seq: k + 1, document_id: `b${k}`, number, cp_name: name }),
          ),
          portal: texts.map(([name, number], k) =>
            portalRow({ seq: k + 1, document_id: `p|${name}|${k}`, number, cp_name: name }),
          ),
          result: texts.map(([remark], k) =>
            resultRow({ line_no: k + 1, books_seq: k + 1, portal_seq: k + 1, remark }),
          ),
          supplier: [],
        });
        expect(lines).toHaveLength(texts.length);
        texts.forEach(([one, other], k) => {
          const { documentId, pr, govt, result } = JSON.parse(lines[k] ?? '');
          expect([pr.documentReferenceNumber, pr.cpName]).toEqual([one, other]);
          expect([govt.cpName, govt.documentReferenceNumber, result.remark]).toEqual([one, other, one]);
          expect(documentId).toBe(`b${k}.p|${one}|${k}`);
        });
      }),
      { numRuns: 25 },
    );
  });

  it('come in the order of line_no, and are the same bytes whatever the threads and the order of the table', async () => {
    const count = 5000;
    const createMany = async (threads: number, order: string): Promise<DuckDBConnection> => {
      const connection = await openFixture(SMALL, threads);
      await connection.run(`
        INSERT INTO books SELECT b.* REPLACE ((b.seq + k)::INTEGER AS seq, b.document_id || k AS document_id, b.number || k AS number)
          FROM books b, range(10, ${count}) t(k) WHERE b.seq = 1;
        CREATE TABLE unsorted AS FROM result;
        INSERT INTO unsorted SELECT r.* REPLACE (k - 5 AS line_no, (1 + k)::INTEGER AS books_seq)
          FROM result r, range(10, ${count}) t(k) WHERE r.line_no = 3;
        DROP TABLE result;
        CREATE TABLE result AS FROM unsorted ORDER BY ${order}`);
      return connection;
    };
    const sorted = await writeBytes(await createMany(1, 'line_no'), 1);
    const shuffled = await writeBytes(await createMany(4, 'hash(line_no)'), 4);
    expect(shuffled.equals(sorted)).toBe(true);
    const ids = gunzipSync(sorted)
      .toString()
      .split('\n')
      .slice(4, -1)
      .map((line) => JSON.parse(line).documentId);
    expect(ids).toEqual(Array.from({ length: count - 10 }, (_, k) => `b1${k + 10}`));
  });

  it('are none for no results, and the file is still gzip', async () => {
    expect(await writeLines({ books: [], portal: [], result: [], supplier: [] })).toEqual([]);
  });

  it('take the PAN from the same registrations as the gst package', async () => {
    const gstins = [
      '27AAPFU0939F1ZV',
      '27AAACA1111A1C3',
      '27AAPFU0939F1DV',
      '09MUMA12345B1DX',
      '07DLHC12345E1Z3',
      '9917USA12345NRZ',
      '9917SGP29012OSL',
      '0717UNO00157UNO',
    ];
    const connection = await openFixture({ books: [], portal: [], result: [], supplier: [] });
    for (const gstin of gstins) {
      const reader = await connection.runAndReadAll(`SELECT ${panSql('g')} FROM (SELECT '${gstin}' AS g)`);
      expect([gstin, reader.getRows()[0]?.[0]]).toEqual([gstin, panOfGstin(gstin)]);
    }
  });
});
