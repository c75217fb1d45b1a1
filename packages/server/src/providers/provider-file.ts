import { readFile } from 'node:fs/promises';
import * as z from 'zod';

const Headers = z.record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/), z.string());

const Template = z.string().regex(/^https?:\/\/\S+$/, 'must be an address that begins with http:// or https://');

/**
 * How a GST provider is asked. In addresses and header values `{gstin}`, `{period}` (MMYYYY), `{month}`, `{year}`,
 * `{stateCode}`, `{page}` (empty for the first call) and, for GSTR-2A, `{section}` are filled in.
 */
const ProviderFileSchema = z.strictObject({
  gstr2b: Template.optional(),
  gstr2a: Template.optional(),
  headers: Headers.default({}),
  /** Per registration: its own headers, such as the session that its taxpayer began. */
  registrations: z.record(z.string(), z.strictObject({ headers: Headers })).default({}),
  /** For one answer, from the first byte of the request to the last of the answer. */
  timeoutSeconds: z.number().min(1).max(300).default(60),
});

export type ProviderFile = z.output<typeof ProviderFileSchema>;

/** The file of a provider's settings cannot be used; says why, never what stands in it. */
export class ProviderFileRefused extends Error {
  override readonly name = 'ProviderFileRefused';
}

/**
 * Reads the file anew each time: sessions are renewed by writing it.
 * @throws ProviderFileRefused
 */
export async function readProviderFile(path: string): Promise<ProviderFile> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch {
    throw new ProviderFileRefused(`${path} cannot be read as JSON.`);
  }
  const result = ProviderFileSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ProviderFileRefused(`${path}: ${issue?.path.map(String).join('.')} ${issue?.message ?? 'is not valid'}.`);
}
