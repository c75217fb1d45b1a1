import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_DATABASES } from '../../packages/server/src/testing/test-databases.ts';
import { type Accepted, type Customer, endingOf, listenForEvents, SCENARIOS } from './customers.ts';
import { createServerToKill, type ServerToKill } from './killed-server.ts';
import { newCustomers } from './new-customers.ts';
import { createPatientCaller } from './patient-caller.ts';
import { pause, seeded } from './seeded.ts';
import { openWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

/** Of each database. `npm run chaos` sets many more. */
const KILLS = Number(process.env.MILAAN_CHAOS_KILLS ?? 3);
const SEED = Number(process.env.MILAAN_CHAOS_SEED ?? 20_261_122);
/** Most lives are short; a few are long enough for jobs to end even where the machine is busy. */
const LONGEST_LIFE_MS = Number(process.env.MILAAN_CHAOS_LIFE_MS ?? 6000);
const PATIENCE_MS = 60_000 + KILLS * 20_000;
const NAMES = Object.keys(SCENARIOS);

describe.each(TEST_DATABASES)('a server that is killed again and again, on $name', ({ canRun, start }) => {
  const folder = mkdtempSync(join(tmpdir(), 'milaan-chaos-'));
  const chance = seeded(SEED);
  const wrong: string[] = [];
  const accepted: Accepted[] = [];
  let stopDatabase = async () => {};
  let server: ServerToKill;
  let receiver: WebhookReceiver;
  let customers: ReadonlyMap<string, Customer>;

  beforeAll(async () => {
    if (!canRun) return;
    const database = await start();
    stopDatabase = database.stop;
    const dataDir = join(folder, 'data');
    const schema = `chaos_${process.pid}`;
    const settings = { databaseUrl: database.url, dataDir, schema, poolSize: 2, databaseTimeoutMs: 10_000 };
    const secrets = await newCustomers(settings, NAMES);
    const flags = ['--data-dir', dataDir, '--database-schema', schema, '--requests-per-minute', '1000000'];
    const env = { MILAAN_WEBHOOK_PRIVATE_ADDRESSES: 'true' };
    server = await createServerToKill(flags, database.url === undefined ? env : { ...env, DATABASE_URL: database.url });
    receiver = await openWebhookReceiver(chance);
    customers = new Map(
      NAMES.map((name, index) => {
        const caller = createPatientCaller([server.url], secrets[index] ?? '', wrong);
        return [name, { caller, accepted }];
      }),
    );
  });
  afterAll(async () => {
    await server?.kill();
    await receiver?.close();
    await stopDatabase();
    rmSync(folder, { recursive: true, force: true });
  });

  it.skipIf(!canRun)(
    `loses nothing, doubles nothing and says the same after ${KILLS} kills (seed ${SEED})`,
    async () => {
      await server.start();
      for (const customer of customers.values())
        expect((await listenForEvents(customer, receiver.url)).status).toBe(201);
      // What an undisturbed server says.
      const expected = new Map<string, string | null>();
      for (const [name, customer] of customers)
        expected.set(name, (await SCENARIOS[name]?.(customer, () => 1)) ?? null);

      let isOver = false;
      const differing: string[] = [];
      const rounds = [...customers].map(async ([name, customer]) => {
        let done = 0;
        do {
          const results = await SCENARIOS[name]?.(customer, chance);
          const wanted = expected.get(name) ?? expected.get('allAtOnce');
          if (results !== null && results !== wanted) differing.push(name);
          done++;
        } while (!isOver);
        return done;
      });
      const killing = (async () => {
        await server.kill();
        for (let kills = 1; kills < KILLS; kills++) {
          // One in five is killed while it starts.
          await server.liveFor(chance() ** 2 * LONGEST_LIFE_MS, chance() < 0.2);
        }
        isOver = true;
        await server.start();
      })();
      const [done] = await Promise.all([Promise.all(rounds), killing]);

      const endings = await Promise.all(accepted.map(endingOf));
      const unended = endings.filter(({ endedAt }) => endedAt === null);
      const unexplained = endings.filter(
        ({ status, error }) => /FAILED|ERROR|DISCARDED/.test(status) && error === null,
      );
      expect({ unended, unexplained, differing, wrong, faults: server.faults }).toEqual({
        unended: [],
        unexplained: [],
        differing: [],
        wrong: [],
        faults: [],
      });
      expect(new Set(accepted.map(({ id }) => id)).size).toBe(accepted.length);
      console.log(`${KILLS} kills, ${done.join(' + ')} rounds, ${accepted.length} accepted`);

      // Every end was told, and whatever was told twice was told as the same message.
      const told = () => [...receiver.messages.keys()].map((name) => name.split(' ')[1]);
      const untold = () => accepted.filter(({ id }) => !told().includes(id)).map(({ id }) => id);
      for (let looks = 0; looks < 200 && untold().length > 0; looks++) await pause(500);
      expect(untold()).toEqual([]);
      for (const ids of receiver.messages.values()) expect(new Set(ids).size).toBe(1);
      expect(await server.stop()).toBe(0);
    },
    PATIENCE_MS,
  );
});
