import type { ServerContext } from './server-context.ts';

const SECOND_MS = 1000;
/** The pause between two looks: hardly noticed by people, and little work for the database. */
const LOOK_MS = 300;

interface Task {
  readonly endedAt: Date | null;
}

/** Looks at a task until it has ended or `wait` seconds are over. @returns what the last look found */
export async function longPoll<Found extends Task>(
  look: () => Promise<Found | undefined>,
  wait: string | undefined,
  now: Date,
  { clock, admission }: Pick<ServerContext, 'clock' | 'admission'>,
): Promise<Found | undefined> {
  const untilMs = now.getTime() + Number(wait ?? 0) * SECOND_MS;
  let task = await look();
  while (task !== undefined && task.endedAt === null && clock.nowMs() < untilMs && !admission.isDraining) {
    await clock.sleep(Math.min(LOOK_MS, untilMs - clock.nowMs()));
    task = await look();
  }
  return task;
}
