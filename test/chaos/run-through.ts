import { type Customer, SCENARIOS } from './customers.ts';
import { pause } from './seeded.ts';

/** Runs the main job; the fault begins as soon as the workflow is accepted. @returns its result lines */
export async function runThrough(customer: Customer, fault: () => Promise<void>): Promise<string | null> {
  const before = customer.accepted.length;
  const results = SCENARIOS.allAtOnce?.(customer, () => 1);
  while (customer.accepted.length === before) await pause(20);
  await fault();
  return (await results) ?? null;
}
