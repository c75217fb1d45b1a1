import { hash } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const REST_CHARACTERS = 16;

/**
 * The id of one part of an ingestion: always the same one, so that a step that runs twice writes the same objects. Its
 * time is that of the ingestion, the rest is a hash.
 */
export function segmentIdOf(ingestionId: string, part: number): string {
  const time = ingestionId.slice(ingestionId.indexOf('_') + 1).slice(0, TIME_CHARACTERS);
  const bytes = Buffer.from(hash('sha256', `${ingestionId}/${part}`, 'hex'), 'hex');
  const rest = Array.from(bytes.subarray(0, REST_CHARACTERS), (byte) => CROCKFORD[byte & 31]).join('');
  return `seg_${time}${rest}`;
}

/** The id of an ingestion that a workflow makes by itself: always the same one for the same thing. */
export const ownIngestionIdOf = (workflowId: string, what: string): string =>
  segmentIdOf(`${workflowId}/${what}`, 0).replace(/^seg_/, 'act_');

export const segmentKey = (workspaceId: string, segmentId: string): string =>
  `segments/${workspaceId}/${segmentId}.parquet`;

/** The rows of a file that were refused. */
export const rejectedKey = (workspaceId: string, ingestionId: string): string =>
  `errors/${workspaceId}/${ingestionId}.csv`;

export const resultKey = (workspaceId: string, workflowId: string, name: string): string =>
  `results/${workspaceId}/${workflowId}/${name}`;
