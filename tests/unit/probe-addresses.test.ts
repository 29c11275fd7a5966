import { addressGuard } from '../../cloudfunctions/infra/platform/addresses';

/** Which addresses a probe may connect to: no inner network can be looked into through the register of services. */

const open = addressGuard();

describe('public addresses are open', () => {
  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
  ])('%s', address => expect(open(address)).toBe(true));
  test.each(['172.32.0.0', '192.167.255.255', '198.17.255.255', '198.20.0.0', '223.255.255.255'])(
    '%s',
    address => expect(open(address)).toBe(true),
  );
  test.each(['2606:4700:4700::1111', '240e::1', '2001:200::1', '2400:3200::1'])('%s', address =>
    expect(open(address)).toBe(true),
  );
});

describe('everything else is closed', () => {
  test.each([
    ['this network', '0.0.0.0'],
    ['private', '10.0.0.1'],
    ['private', '10.255.255.255'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.1.1'],
    ['CGNAT', '100.64.0.1'],
    ['CGNAT, a metadata service', '100.100.100.200'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['link-local', '169.254.1.1'],
    ['link-local, metadata services', '169.254.169.254'],
    ['link-local, metadata services', '169.254.0.23'],
    ['a cloud’s own service', '168.63.129.16'],
    ['documentation', '192.0.2.1'],
    ['benchmarks', '198.19.0.1'],
    ['multicast', '224.0.0.1'],
    ['multicast', '239.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['unspecified', '::'],
    ['loopback', '::1'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped private, in hex', '::ffff:0a00:0001'],
    ['mapped public: the plain form is asked for', '::ffff:8.8.8.8'],
    ['compatible', '::127.0.0.1'],
    ['translated', '64:ff9b::7f00:1'],
    ['translated locally', '64:ff9b:1::1'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['unique local', 'fd00::1'],
    ['unique local, a metadata service', 'fd00:ec2::254'],
    ['multicast', 'ff02::1'],
    ['6to4 of a private one', '2002:0a00:0001::'],
    ['Teredo', '2001::1'],
    ['documentation', '2001:db8::1'],
    ['no address', 'localhost'],
    ['no address', ''],
    ['short forms are no address', '127.1'],
  ])('%s: %s', (_what, address) => expect(open(address)).toBe(false));
});

describe('what the configuration allows', () => {
  const guard = addressGuard('10.20.0.0/16, 192.168.7.9 fd12:3456::/32');

  test('is open, also in its mapped form, and nothing around it', () => {
    for (const address of ['10.20.0.0', '10.20.255.255', '192.168.7.9', '::ffff:10.20.1.1', 'fd12:3456::9'])
      expect([address, guard(address)]).toEqual([address, true]);
    for (const address of ['10.19.255.255', '10.21.0.0', '192.168.7.10', 'fd12:3457::1', '127.0.0.1'])
      expect([address, guard(address)]).toEqual([address, false]);
  });

  test.each(['10.20.0.0/33', '10.20.0.0/', '10.20.0.0/8/8', 'intranet.gov', '10.20.0.0/x', 'fd00::/129'])(
    'a mistake in it is not overlooked: %s',
    wrong => expect(() => addressGuard(wrong)).toThrow(RangeError),
  );
});
