import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DEMO_PORTAL, DEMO_REGISTER } from '../support/milaan-process.ts';
import type { Json, PatientCaller } from './patient-caller.ts';
import { pause } from './seeded.ts';

const PAN = 'AAACA1111A';
const GSTIN = '27AAACA1111A1ZS';
const REGISTER = readFileSync(DEMO_REGISTER);
const STATEMENTS = ['27AAACA1111A1ZS-092026', '27AAACA1111A1ZS-102026', '29AAACA1111A1ZO-102026'].map((name) =>
  readFileSync(join(DEMO_PORTAL, `gstr2b-${name}.json`)),
);
const V1 = '/integration/v1';

/** Something that was answered with a 201, and so must end. */
export interface Accepted {
  readonly kind: 'workflow' | 'ingestion';
  readonly id: string;
  readonly caller: PatientCaller;
}

export interface Customer {
  readonly caller: PatientCaller;
  readonly accepted: Accepted[];
}

/** What a scenario ended with: the result lines, or null where it was cancelled before there were any. */
export type Scenario = (customer: Customer, chance: () => number) => Promise<string | null>;

async function upload({ caller }: Customer, bytes: Uint8Array, name: string, kind: string): Promise<Json> {
  const form = name.endsWith('.json') ? 'JSON' : 'CSV';
  const place = await caller.get(`${V1}/generatePreSign/${kind}?fileName=${name}`, { fileContentType: form });
  if (place.status !== 200) throw new Error(`No place for ${name}: ${JSON.stringify(place.json)}`);
  const put = await caller.put(place.json.preSignedS3Url, bytes);
  if (put.status !== 200) throw new Error(`${name} was not taken: ${put.json}`);
  return { s3FileUrl: place.json.preSignedS3Url, userFileName: name };
}

const register = (customer: Customer) => upload(customer, REGISTER, 'purchases.csv', 'purchase');
const statements = (customer: Customer) =>
  Promise.all(STATEMENTS.map((bytes, index) => upload(customer, bytes, `gstr2b-${index}.json`, 'gstr2b')));

async function trigger({ caller, accepted }: Customer, fileList: readonly Json[]): Promise<string> {
  const { status, json } = await caller.post(`${V1}/maxItc/triggerWorkflow`, {
    fileList,
    userInputArgs: {
      pan: PAN,
      pullReturnPeriodStart: '102026',
      pullReturnPeriodEnd: '102026',
      reconReturnPeriodStart: '102026',
      reconReturnPeriodEnd: '102026',
    },
  });
  if (status !== 201) throw new Error(`Not triggered: ${status} ${JSON.stringify(json)}`);
  accepted.push({ kind: 'workflow', id: json.workflowId, caller });
  return json.workflowId;
}

async function endOf({ caller }: Customer, workflowId: string): Promise<Json> {
  for (;;) {
    const { json } = await caller.get(`${V1}/maxItc/workflow/${workflowId}?wait=5`);
    if (json.endedAt !== null) return json;
  }
}

async function resultsOf(customer: Customer, workflowId: string): Promise<string> {
  const { status, error } = await endOf(customer, workflowId);
  if (status !== 'WORKFLOW_COMPLETED') throw new Error(`${workflowId} ended as ${status}: ${JSON.stringify(error)}`);
  // The URLs are those of a fresh reading.
  const { json } = await customer.caller.get(`${V1}/maxItc/results/${workflowId}`);
  return gunzipSync(await customer.caller.bytes(json.reconStatus.reconResultsFileUrl)).toString();
}

/** Everything in one trigger. */
const allAtOnce: Scenario = async (customer) => {
  const files = [await register(customer), ...(await statements(customer))];
  return resultsOf(customer, await trigger(customer, files));
};

const LINES = Array.from({ length: 5 }, (_, index) => ({
  documentType: 'invoice',
  documentNumber: `LINE/${index + 1}`,
  documentDate: '05-10-2026',
  supplierGstin: '27AAACB2222B1ZJ',
  itemTaxableAmount: 1000 + index,
  cgstAmount: 90,
  sgstAmount: 90,
}));

/** The register on its own, some lines, and then a trigger with the statements. */
const stepByStep: Scenario = async (customer) => {
  const { caller, accepted } = customer;
  const body = { userInputArgs: { gstins: [] }, fileInfo: await register(customer) };
  const ingestion = await caller.post(`${V1}/ingest/file/purchase`, body);
  if (ingestion.status !== 201) throw new Error(`Not ingested: ${JSON.stringify(ingestion.json)}`);
  accepted.push({ kind: 'ingestion', id: ingestion.json.activityId, caller });
  const lines = await caller.post('/integration/v2/ingest/json/purchase', LINES, { 'x-cleartax-gstin': GSTIN });
  if (lines.status !== 200) throw new Error(`No lines: ${JSON.stringify(lines.json)}`);
  const status = `${V1}/ingest/file/purchase/status/${ingestion.json.activityId}`;
  while ((await caller.get(status)).json.endedAt === null) await pause(200);
  return resultsOf(customer, await trigger(customer, await statements(customer)));
};

/** A trigger that is cancelled at some moment, if it lasts so long. */
const cancelled: Scenario = async (customer, chance) => {
  const files = [await register(customer), ...(await statements(customer))];
  const id = await trigger(customer, files);
  await pause(chance() * 2000);
  await customer.caller.post(`${V1}/maxItc/workflow/${id}/cancel`, undefined);
  const { status } = await endOf(customer, id);
  return status === 'WORKFLOW_COMPLETED' ? resultsOf(customer, id) : null;
};

/** Each in a workspace of its own, since what is held there decides the results. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = { allAtOnce, stepByStep, cancelled };

/** How something accepted ended, as it is read now. */
export async function endingOf({ kind, id, caller }: Accepted): Promise<Json> {
  const path = kind === 'workflow' ? `${V1}/maxItc/workflow/${id}` : `${V1}/ingest/file/purchase/status/${id}`;
  return (await caller.get(path)).json;
}

export const listenForEvents = ({ caller }: Customer, url: string) =>
  caller.post(`${V1}/webhooks`, {
    url,
    events: ['workflow.completed', 'workflow.failed', 'ingestion.completed', 'ingestion.failed'],
  });
