import { writeFileSync } from 'node:fs';
import { createOpenApi } from './create-openapi.ts';

/** Writes the document that is checked in: `npm run openapi`. */
writeFileSync(new URL('../../openapi.json', import.meta.url), `${JSON.stringify(createOpenApi(), null, 2)}\n`);
