import * as z from 'zod';

/** `If-Match` of a change: the ETag that was read, or `*`. */
export const IF_MATCH_HEADERS = z.object({
  'if-match': z
    .string()
    .regex(/^(?:"[1-9][0-9]{0,8}"|\*)$/, 'it must be one ETag of this resource in double quotes, or *')
    .meta({ description: 'The ETag that was read, or * for "if there is any".', examples: ['"3"'] })
    .optional(),
});
