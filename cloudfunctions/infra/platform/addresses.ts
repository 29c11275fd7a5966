import { BlockList, isIP, isIPv4 } from 'node:net';

/** Which addresses the platform may connect to on behalf of the register of services: public ones, and those allowed by configuration. */

/** IPv4 networks that are nobody's public server (IANA special-purpose registry, RFC 6890), and metadata of clouds. */
const CLOSED_4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Of IPv6 only global unicast is open; mapped, translated and local addresses lie outside of it. */
const OPEN_6 = ['2000::/3'];
/** Protocol assignments with tunnels (Teredo), documentation, 6to4: each can stand for another address. */
const CLOSED_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv4(address) ? 'ipv4' : 'ipv6');

/** Networks as `10.20.0.0/16` or single addresses; throws a RangeError that names the wrong one. */
const networks = (entries: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits, ...more] = entry.split('/');
    const whole = isIPv4(address) ? 32 : 128;
    const prefix = bits === undefined ? whole : Number(bits);
    if (
      !isIP(address) ||
      more.length > 0 ||
      bits === '' ||
      !Number.isInteger(prefix) ||
      prefix < 0 ||
      prefix > whole
    )
      throw new RangeError(`${entry} is no network`);
    list.addSubnet(address, prefix, familyOf(address));
  }
  return list;
};

const [closed4, open6, closed6] = [networks(CLOSED_4), networks(OPEN_6), networks(CLOSED_6)];

/**
 * Tells whether an IP address may be connected to. `allowed`: networks that are open besides, separated by commas or
 * spaces, e.g. those of the government's own network; throws a RangeError when one is none.
 */
export const addressGuard = (allowed = ''): ((address: string) => boolean) => {
  const own = networks(allowed.split(/[\s,]+/).filter(Boolean));
  return address => {
    // An address with a zone (`fe80::1%eth0`) is always local.
    if (!isIP(address) || address.includes('%')) return false;
    const family = familyOf(address);
    if (own.check(address, family)) return true;
    if (family === 'ipv4') return !closed4.check(address, family);
    return open6.check(address, family) && !closed6.check(address, family);
  };
};
