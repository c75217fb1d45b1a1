import { isIP } from 'node:net';
import { reservedKindOf } from './reserved-address.ts';

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/** The host of a URL as an IP address, or null when it is a name. */
export function addressInUrl(url: URL): string | null {
  const host = bare(url.hostname);
  return isIP(host) === 0 ? null : host;
}

/** Names that never lead out of the machine or the network, whatever they resolve to (RFC 6761, RFC 6762, RFC 8375). */
const LOCAL_NAMES = /(?:^|\.)(?:localhost|local|internal|home\.arpa|localdomain)\.?$/i;

/**
 * Why no events can be sent to a URL, in words; null when they can. A name is not looked up here: what it leads to can
 * change, so the address is checked each time it is connected to.
 */
export function refusalOfUrl(text: string, allowsPrivate: boolean): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'it is not a URL';
  }
  if (url.username !== '' || url.password !== '') return 'it holds credentials';
  if (allowsPrivate) return null;
  if (url.protocol !== 'https:') return 'it is not https';
  const address = addressInUrl(url);
  if (address === null) return LOCAL_NAMES.test(url.hostname) ? 'its host is a name of the own network' : null;
  const kind = reservedKindOf(address);
  return kind === null ? null : `its host is ${kind}`;
}
