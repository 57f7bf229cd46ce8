'use strict';
const assert = require('node:assert');
const dns = require('node:dns');

for (const { Resolver } of [dns, dns.promises]) {
  const resolver = new Resolver();
  assert.ok(resolver.getServers().length > 0);
  resolver.setServers(['127.0.0.1', '127.0.0.2:53', '127.0.0.3:5353', '::1', '[::2]', '[::3]:53', '[::4]:99']);
  assert.deepStrictEqual(resolver.getServers(),
                         ['127.0.0.1', '127.0.0.2', '127.0.0.3:5353', '::1', '::2', '::3', '[::4]:99']);
  for (const server of ['host', '127.0.0.1:', '127.0.0.1:x', '127.0.0', '[::1', ' 127.0.0.1', '['.repeat(100000)]) {
    assert.throws(() => resolver.setServers([server]),
                  { code: 'ERR_INVALID_IP_ADDRESS', message: `Invalid IP address: ${server}` });
  }
  assert.strictEqual(resolver.getServers().length, 7);
  assert.throws(() => resolver.setServers('127.0.0.1'), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => resolver.setServers(['127.0.0.1', 5]), {
    message: 'The "servers[1]" argument must be of type string. Received type number (5)',
  });

  resolver.setLocalAddress('127.0.0.1');
  resolver.setLocalAddress('::1', '127.0.0.1');
  for (const [args, message] of [
    [['127.0.0.1', '127.0.0.2'], 'Cannot specify two IPv4 addresses.'],
    [['::1', '::2'], 'Cannot specify two IPv6 addresses.'],
    [['here'], 'Invalid IP address.'],
  ]) {
    assert.throws(() => resolver.setLocalAddress(...args), { code: 'ERR_INVALID_ARG_VALUE', message });
  }
  assert.throws(() => resolver.setLocalAddress(), { code: 'ERR_INVALID_ARG_TYPE' });

  for (const options of [{ timeout: -2 }, { tries: 0 }, { maxTimeout: -1 }, { maxTimeout: 1.5 }]) {
    assert.throws(() => new Resolver(options), { code: 'ERR_OUT_OF_RANGE' });
  }
  assert.throws(() => new Resolver({ timeout: '5' }), { code: 'ERR_INVALID_ARG_TYPE' });
}

dns.setServers(['127.0.0.9']);
assert.deepStrictEqual(dns.promises.getServers(), ['127.0.0.9']);
dns.setServers([]);
assert.deepStrictEqual(dns.getServers(), []);

assert.throws(() => dns.resolve('example.org', 'NONE', () => {}), {
  code: 'ERR_INVALID_ARG_VALUE', message: "The argument 'rrtype' is invalid. Received 'NONE'",
});
assert.throws(() => dns.promises.resolve('example.org', 5), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => dns.resolve4(5, () => {}), {
  message: 'The "name" argument must be of type string. Received type number (5)',
});
assert.throws(() => dns.resolve4('example.org'), {
  message: 'The "callback" argument must be of type function. Received undefined',
});
assert.throws(() => dns.lookup('example.org', { family: 'x' }), {
  message: 'The "callback" argument must be of type function. Received undefined',
});
