import type { Session } from './session.ts';

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

const nameOf = ({ hostname }: URL): string => (LOOPBACK.has(hostname) ? 'localhost' : hostname);

/** Whether an address is on the host of another; the names of the own machine are one. */
export function isSameHost(address: string, baseUrl: URL): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return nameOf(url) === nameOf(baseUrl) && url.port === baseUrl.port && url.protocol === baseUrl.protocol;
}

/** What is wrong with the page of a type, or null. No other host is ever asked: the address is only what somebody said. */
export async function expectPage({ page, settings: { baseUrl } }: Session, type: string): Promise<string | null> {
  if (!isSameHost(type, baseUrl)) return `another host than ${baseUrl.origin}, which was asked`;
  const outcome = await page(new URL(new URL(type).pathname, baseUrl));
  if ('response' in outcome) return outcome.response.status === 200 ? null : `${outcome.response.status}`;
  return `no answer: ${outcome.reason}`;
}
