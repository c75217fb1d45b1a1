import * as z from 'zod';
import { LIMITS } from '../limits.ts';

/** How long a look at a task may wait for its end, in whole seconds. */
export const WaitSchema = z
  .string()
  .regex(/^(?:[0-9]|[12][0-9]|30)$/, `it must be whole seconds, at most ${LIMITS.waitSeconds}`)
  .meta({ description: 'Answer as soon as it has finished, at the latest after so many seconds.' });
