import {
  type Admin,
  AdminCallFailed,
  callAdmin,
  createClientAdmin,
  createSigningKeys,
  createSystemRandomness,
  createUlids,
  FolderInUse,
  openState,
  type Settings,
  type State,
  stateSettings,
  systemClock,
} from '@milaan/server';
import { describeSetup } from '../serve/describe-setup.ts';

/** Does it in the database itself, or has the running server do it that has the embedded one to itself. */
export async function withAdmin<T>(settings: Settings, work: (admin: Admin) => Promise<T>): Promise<T> {
  let state: State;
  try {
    state = await openState(stateSettings(settings));
  } catch (error) {
    const running = error instanceof FolderInUse ? callAdmin(settings.dataDir) : null;
    if (running === null) throw describeSetup(error, settings);
    return work(running).catch((failure: unknown) => {
      throw failure instanceof AdminCallFailed ? describeSetup(error, settings) : failure;
    });
  }
  const randomness = createSystemRandomness();
  const maker = { db: state.db, clock: systemClock, randomness, createUlid: createUlids(systemClock, randomness) };
  const admin = { ...createClientAdmin(maker), rotateKey: createSigningKeys(maker).rotate };
  return work(admin).finally(state.close);
}
