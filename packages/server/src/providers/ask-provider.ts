import type { PortalSide } from '../jobs/job-contracts.ts';
import type { WantedStatement } from './gst-provider.ts';
import type { ProviderFile } from './provider-file.ts';

/** One page of a statement in JSON: the GST system splits far below this. */
const MOST_BYTES = 32 * 1024 * 1024;

export interface ProviderReply {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number | null;
}

/** The provider gave no answer that can be read: it is away, breaks off, sends too much, or is too slow. */
export class ProviderAway extends Error {
  override readonly name = 'ProviderAway';
  readonly isSlow: boolean;

  constructor(isSlow: boolean, cause: unknown) {
    super(isSlow ? 'The GST provider was too slow.' : 'The GST provider gave no whole answer.', { cause });
    this.isSlow = isSlow;
  }
}

export interface Place {
  readonly page?: number;
  readonly section?: string;
}

/** One call to a provider. */
export type AskProvider = (wanted: WantedStatement, place: Place, signal: AbortSignal) => Promise<ProviderReply>;

/** Where a statement is asked for; undefined: this provider has no such statements. */
export const addressOf = ({ gstr2a, gstr2b }: ProviderFile, side: PortalSide): string | undefined =>
  side === 'GSTR_2B' ? gstr2b : gstr2a;

function valuesOf(
  { gstin, returnPeriod }: WantedStatement,
  { page, section }: Place,
): Readonly<Record<string, string>> {
  return {
    gstin,
    period: returnPeriod,
    month: returnPeriod.slice(0, 2),
    year: returnPeriod.slice(2),
    stateCode: gstin.slice(0, 2),
    page: page === undefined ? '' : String(page),
    section: section ?? '',
  };
}

const fill = (template: string, values: Readonly<Record<string, string>>, encode: (text: string) => string): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? encode(values[name] ?? '') : whole,
  );

async function readAtMost(response: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let length = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > MOST_BYTES) throw new Error('The answer is too large.');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Seconds of a `Retry-After`; a date in it is passed over. */
function retryAfterOf(headers: Headers): number | null {
  const value = headers.get('retry-after');
  return value !== null && /^\d{1,4}$/.test(value) ? Number(value) * 1000 : null;
}

/** Asks by HTTP as the file says. Redirects are not followed: the headers hold secrets. */
export function createAskProvider(file: ProviderFile): AskProvider {
  return async (wanted, place, signal) => {
    const template = addressOf(file, wanted.side);
    if (template === undefined) throw new Error('The provider has no such statements.');
    const values = valuesOf(wanted, place);
    const given = { accept: 'application/json', ...file.headers, ...file.registrations[wanted.gstin]?.headers };
    const headers = Object.entries(given).map(([name, value]) => [name, fill(value, values, (text) => text)] as const);
    const late = AbortSignal.timeout(file.timeoutSeconds * 1000);
    try {
      const response = await fetch(fill(template, values, encodeURIComponent), {
        headers: headers.map(([name, value]): [string, string] => [name, value]),
        redirect: 'error',
        signal: AbortSignal.any([signal, late]),
      });
      return {
        status: response.status,
        text: await readAtMost(response),
        retryAfterMs: retryAfterOf(response.headers),
      };
    } catch (error) {
      signal.throwIfAborted();
      throw new ProviderAway(late.aborted, error);
    }
  };
}
