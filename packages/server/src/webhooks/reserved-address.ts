import { BlockList, isIP } from 'node:net';

/** IPv4 ranges that are not of the public internet (IANA special-purpose registry). */
const RESERVED_IPV4: readonly (readonly [network: string, prefix: number, what: string])[] = [
  ['0.0.0.0', 8, 'an unspecified address'],
  ['10.0.0.0', 8, 'a private address'],
  ['100.64.0.0', 10, 'a shared address'],
  ['127.0.0.0', 8, 'a loopback address'],
  ['169.254.0.0', 16, 'a link-local address'],
  ['172.16.0.0', 12, 'a private address'],
  ['192.0.0.0', 24, 'a reserved address'],
  ['192.0.2.0', 24, 'a reserved address'],
  ['192.88.99.0', 24, 'a reserved address'],
  ['192.168.0.0', 16, 'a private address'],
  ['198.18.0.0', 15, 'a reserved address'],
  ['198.51.100.0', 24, 'a reserved address'],
  ['203.0.113.0', 24, 'a reserved address'],
  ['224.0.0.0', 4, 'a multicast address'],
  ['240.0.0.0', 4, 'a reserved address'],
];

/** IPv6 ranges that are not of the public internet, or that carry an IPv4 address past the list above. */
const RESERVED_IPV6: readonly (readonly [network: string, prefix: number, what: string])[] = [
  ['::', 96, 'a reserved address'],
  ['::ffff:0:0', 96, 'a mapped address'],
  ['::ffff:0:0:0', 96, 'a translated address'],
  ['64:ff9b::', 96, 'a translated address'],
  ['64:ff9b:1::', 48, 'a translated address'],
  ['100::', 64, 'a reserved address'],
  ['2001::', 23, 'a reserved address'],
  ['2001:db8::', 32, 'a reserved address'],
  ['2002::', 16, 'a translated address'],
  ['3fff::', 20, 'a reserved address'],
  ['5f00::', 16, 'a reserved address'],
  ['fc00::', 7, 'a private address'],
  ['fe80::', 10, 'a link-local address'],
  ['fec0::', 10, 'a private address'],
  ['ff00::', 8, 'a multicast address'],
];

const listOf = (ranges: typeof RESERVED_IPV4, family: 'ipv4' | 'ipv6') =>
  ranges.map(([network, prefix, what]) => {
    const list = new BlockList();
    list.addSubnet(network, prefix, family);
    return { list, what };
  });

// One list per family: a mapped IPv4 address also fits the rules of the other family, and would hide what it is.
const IPV4 = listOf(RESERVED_IPV4, 'ipv4');
const IPV6 = listOf(RESERVED_IPV6, 'ipv6');

/**
 * What kind of address inside the own network or outside the public internet this is, in words; null for a public one.
 * `address` is an IP address without brackets and zone.
 */
export function reservedKindOf(address: string): string | null {
  const family = isIP(address);
  if (family === 0) return 'no address';
  const [lists, name] = family === 4 ? ([IPV4, 'ipv4'] as const) : ([IPV6, 'ipv6'] as const);
  if (address === '::1') return 'a loopback address';
  return lists.find(({ list }) => list.check(address, name))?.what ?? null;
}
