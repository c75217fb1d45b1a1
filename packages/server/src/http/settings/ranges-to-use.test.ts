import { type Config, DEFAULT_WORKSPACE_SETTINGS } from '@milaan/contract';
import type { ReturnPeriod } from '@milaan/gst';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveConfig } from '../../state/workspace-configs.ts';
import { createTestServer, type TestServer } from '../../testing/test-server.ts';
import { type GivenRanges, rangesToUse } from './ranges-to-use.ts';

const PAN = 'ABCDE1234F';
const period = (text: string) => text as ReturnPeriod; // the tests' own literals

const ranges = (pullFrom: string, pullTo: string, reconFrom: string, reconTo: string) => ({
  pullReturnPeriodStart: period(pullFrom),
  pullReturnPeriodEnd: period(pullTo),
  reconReturnPeriodStart: period(reconFrom),
  reconReturnPeriodEnd: period(reconTo),
});

const configOf = (of: ReturnType<typeof ranges>): Config => ({
  ...of,
  userEmail: null,
  customTemplateId: null,
  reconType: 'MAX_ITC_2B_PR',
  sectionNames: [],
  active: true,
  error: null,
});

describe('the ranges of a trigger', () => {
  let milaan: TestServer;
  beforeAll(async () => {
    milaan = await createTestServer();
  });
  afterAll(() => milaan.close());

  const at = new Date('2026-11-22T06:00:00Z');
  const use = async (given: GivenRanges, setting: Partial<typeof DEFAULT_WORKSPACE_SETTINGS> = {}, now = at) => {
    const { workspaceId } = await milaan.newClient();
    const settings = { ...DEFAULT_WORKSPACE_SETTINGS, ...setting };
    return { workspaceId, found: await rangesToUse(milaan.state.db, { workspaceId, pan: PAN, given, settings, now }) };
  };

  it('are nowhere unless somebody said them', async () => {
    expect((await use({})).found).toBeNull();
    expect((await use({}, { defaultPullPeriods: 3 })).found).toBeNull();
    expect(
      (await use({ pullReturnPeriodStart: period('042026'), pullReturnPeriodEnd: period('042026') })).found,
    ).toBeNull();
  });

  it('end by the settings with the last month that has ended in India', async () => {
    const setting = { defaultPullPeriods: 12, defaultReconPeriods: 1 };
    expect((await use({}, setting)).found).toEqual(ranges('112025', '102026', '102026', '102026'));
    const lastMinutesOfNovember = new Date('2026-11-30T18:29:59Z');
    expect((await use({}, setting, lastMinutesOfNovember)).found?.pullReturnPeriodEnd).toBe('102026');
    const firstOfDecember = new Date('2026-11-30T18:30:00Z');
    expect((await use({}, setting, firstOfDecember)).found?.pullReturnPeriodEnd).toBe('112026');
  });

  it('come from the configuration of the PAN, else of the workspace, each unless the trigger says its own', async () => {
    const { db } = milaan.state;
    const { workspaceId } = await milaan.newClient();
    const question = { workspaceId, pan: PAN, settings: DEFAULT_WORKSPACE_SETTINGS, now: at };
    const ofWorkspace = ranges('012026', '022026', '032026', '042026');
    await saveConfig(db, { workspaceId, pan: null, document: configOf(ofWorkspace), expected: undefined, at });
    expect(await rangesToUse(db, { ...question, given: {} })).toEqual(ofWorkspace);
    const ofPan = ranges('052026', '062026', '072026', '082026');
    await saveConfig(db, { workspaceId, pan: PAN, document: configOf(ofPan), expected: undefined, at });
    expect(await rangesToUse(db, { ...question, given: {} })).toEqual(ofPan);
    const given = { reconReturnPeriodStart: period('092026'), reconReturnPeriodEnd: period('092026') };
    expect(await rangesToUse(db, { ...question, given })).toEqual(ranges('052026', '062026', '092026', '092026'));
  });
});
