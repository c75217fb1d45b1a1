import { describe, expect, it } from 'vitest';
import { refusalOfUrl } from './refusal-of-url.ts';
import { reservedKindOf } from './reserved-address.ts';

describe('an address', () => {
  it.each([
    ['127.0.0.1'],
    ['127.255.255.254'],
    ['0.0.0.0'],
    ['10.1.2.3'],
    ['100.64.0.1'],
    ['169.254.169.254'],
    ['172.16.0.1'],
    ['172.31.255.255'],
    ['192.168.1.1'],
    ['198.19.255.255'],
    ['224.0.0.1'],
    ['255.255.255.255'],
    ['::'],
    ['::1'],
    ['::127.0.0.1'],
    ['::ffff:127.0.0.1'],
    ['::ffff:7f00:1'],
    ['::ffff:8.8.8.8'],
    ['64:ff9b::7f00:1'],
    ['2002:7f00:1::'],
    ['2001:0:1::1'],
    ['fc00::1'],
    ['fd12:3456::1'],
    ['fe80::1'],
    ['ff02::1'],
    ['not an address'],
  ])('%s is not of the public internet', (address) => expect(reservedKindOf(address)).not.toBeNull());

  it.each([
    ['8.8.8.8'],
    ['172.15.255.255'],
    ['172.32.0.0'],
    ['100.128.0.1'],
    ['192.167.255.255'],
    ['223.255.255.255'],
    ['2606:4700:4700::1111'],
    ['2400:cb00::1'],
  ])('%s is', (address) => expect(reservedKindOf(address)).toBeNull());
});

describe('the URL of a webhook', () => {
  it.each([
    ['https://erp.company.example/milaan'],
    ['https://erp.company.example:8443/a?b=c'],
    ['https://8.8.8.8/'],
    ['https://[2606:4700:4700::1111]/'],
  ])('%s is taken', (url) => expect(refusalOfUrl(url, false)).toBeNull());

  it.each([
    ['http://erp.company.example/', 'it is not https'],
    ['https://user:pass@erp.company.example/', 'it holds credentials'],
    ['https://127.0.0.1/', 'its host is a loopback address'],
    ['https://2130706433/', 'its host is a loopback address'],
    ['https://0x7f.1/', 'its host is a loopback address'],
    ['https://0177.0.0.1/', 'its host is a loopback address'],
    ['https://[::1]/', 'its host is a loopback address'],
    ['https://[::ffff:10.0.0.1]/', 'its host is a mapped address'],
    ['https://169.254.169.254/latest/meta-data', 'its host is a link-local address'],
    ['https://localhost/', 'its host is a name of the own network'],
    ['https://LOCALHOST./', 'its host is a name of the own network'],
    ['https://erp.internal/', 'its host is a name of the own network'],
    ['https://printer.local/', 'its host is a name of the own network'],
    ['https://', 'it is not a URL'],
    ['https://erp.company.example:99999/', 'it is not a URL'],
  ])('%s is refused: %s', (url, reason) => expect(refusalOfUrl(url, false)).toBe(reason));

  it('may lead into the own network where the server allows it, but never with credentials', () => {
    expect(refusalOfUrl('http://127.0.0.1:9000/', true)).toBeNull();
    expect(refusalOfUrl('http://erp.internal/', true)).toBeNull();
    expect(refusalOfUrl('http://user:pass@127.0.0.1/', true)).toBe('it holds credentials');
  });
});
