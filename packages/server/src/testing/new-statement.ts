import type { Segment } from '../state/tables/ingestion-tables.ts';

/** A held GSTR-2B as the manifest has it; the object behind it does not exist. */
export const newStatement = (sequence: number, facts: Partial<Segment> = {}): Segment => ({
  id: `seg_${sequence}`,
  workspaceId: 'ws',
  ingestionId: `act_${sequence}`,
  part: 0,
  side: 'GSTR_2B',
  pan: 'AAACA1111A',
  ownGstin: '27AAACA1111A1ZS',
  returnPeriod: '102026',
  generatedOn: '2026-11-14',
  firstPeriod: null,
  lastPeriod: null,
  documents: 1,
  sizeBytes: 1,
  objectKey: '',
  sequence,
  createdAt: new Date(0),
  retiredAt: null,
  askedAt: null,
  ...facts,
});
