import * as z from 'zod';
import { FaultSchema } from './problem.ts';

/** Why something that ran by itself failed: what the answer of a request would have said. */
export const TaskErrorSchema = FaultSchema.extend({
  metadata: z
    .record(z.string(), z.unknown())
    .meta({ description: 'The variables of the sentence and whatever else helps, such as the missing periods.' }),
});
