import * as z from 'zod';
import { InstantSchema } from './instant.ts';

/** The answer of the token endpoint. */
export const TokenSchema = z
  .strictObject({
    access_token: z.string().min(1).meta({ description: 'The auth token. It is not shown again.' }),
    valid_till: InstantSchema.nullable().meta({ description: 'When it expires; null when it never does.' }),
  })
  .meta({ id: 'Token', description: 'An auth token; it revokes the one that the client had before.' });

export type Token = z.output<typeof TokenSchema>;
