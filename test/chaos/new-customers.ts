import {
  createClient,
  createSystemRandomness,
  createUlids,
  openState,
  type StateSettings,
  systemClock,
} from '@milaan/server';
import { embeddedTemplate } from '../../packages/server/src/testing/embedded-template.ts';

/** Clients of workspaces of their own, made before the server runs. @returns their secrets */
export async function newCustomers(settings: StateSettings, names: readonly string[]): Promise<readonly string[]> {
  const state = await openState({ ...settings, embeddedTemplate: await embeddedTemplate() });
  const randomness = createSystemRandomness();
  const createUlid = createUlids(systemClock, randomness);
  const secrets: string[] = [];
  for (const name of names) {
    const request = { workspace: name, name: 'ERP', mode: 'live', pans: null, scopes: null } as const;
    const { secret } = await createClient(request, { db: state.db, clock: systemClock, randomness, createUlid });
    secrets.push(secret);
  }
  await state.close();
  return secrets;
}
