'use strict';
const assert = require('node:assert');
const dns = require('node:dns');
const { promisify } = require('node:util');
const finish = require('../../../test/_finish');

const isLocal = (address) => address === '127.0.0.1' || address === '::1';
let called = 0;

dns.lookup('localhost', (error, address, family) => {
  called++;
  assert.strictEqual(error, null);
  assert.ok(isLocal(address));
  assert.strictEqual(family, address === '::1' ? 6 : 4);
});
dns.lookup('localhost', { all: true, order: 'ipv4first' }, (error, addresses) => {
  called++;
  assert.ok(addresses.every(({ address, family }) => isLocal(address) && (family === 4 || family === 6)));
  assert.deepStrictEqual(addresses.toSorted((a, b) => a.family - b.family), addresses);
});
// An address is its own; no name has none.
dns.lookup('192.0.2.7', { family: 6 }, (error, address, family) => {
  called++;
  assert.deepStrictEqual([error, address, family], [null, '192.0.2.7', 4]);
});
dns.lookup('::1', { all: true }, (error, addresses) => {
  called++;
  assert.deepStrictEqual(addresses, [{ address: '::1', family: 6 }]);
});
dns.lookup('name.invalid', (error, ...rest) => {
  called++;
  assert.strictEqual(error.syscall, 'getaddrinfo');
  assert.strictEqual(error.hostname, 'name.invalid');
  assert.match(error.message, /^getaddrinfo (ENOTFOUND|EAI_AGAIN) name\.invalid$/);
  assert.strictEqual(rest.length, 0);
});
dns.lookupService('127.0.0.1', 22, (error, hostname, service) => {
  called++;
  assert.strictEqual(error, null);
  assert.strictEqual(typeof hostname, 'string');
  assert.strictEqual(service, 'ssh');
});

async function promises() {
  assert.ok(isLocal((await dns.promises.lookup('localhost')).address));
  assert.deepStrictEqual(await dns.promises.lookup('1.2.3.4', { all: true }), [{ address: '1.2.3.4', family: 4 }]);
  assert.deepStrictEqual(await promisify(dns.lookup)('1.2.3.4'), { address: '1.2.3.4', family: 4 });
  await assert.rejects(dns.promises.lookup('name.invalid'), { syscall: 'getaddrinfo' });
  assert.strictEqual((await dns.promises.lookupService('127.0.0.1', 80)).service, 'http');
}
finish(promises);

for (const [call, code] of [
  [() => dns.lookup('x'), 'ERR_INVALID_ARG_TYPE'],
  [() => dns.lookup(1, () => {}), 'ERR_INVALID_ARG_TYPE'],
  [() => dns.lookup('x', '4', () => {}), 'ERR_INVALID_ARG_TYPE'],
  [() => dns.lookup('x', 5, () => {}), 'ERR_INVALID_ARG_VALUE'],
  [() => dns.lookup('x', { hints: 1 }, () => {}), 'ERR_INVALID_ARG_VALUE'],
  [() => dns.lookup('x', { order: 'any' }, () => {}), 'ERR_INVALID_ARG_VALUE'],
  [() => dns.lookupService('x', 1, () => {}), 'ERR_INVALID_ARG_VALUE'],
  [() => dns.lookupService('127.0.0.1', 70000, () => {}), 'ERR_SOCKET_BAD_PORT'],
  [() => dns.lookupService('127.0.0.1'), 'ERR_MISSING_ARGS'],
  [() => dns.setDefaultResultOrder('any'), 'ERR_INVALID_ARG_VALUE'],
]) assert.throws(call, { code });
assert.strictEqual(dns.getDefaultResultOrder(), 'verbatim');
dns.setDefaultResultOrder('ipv4first');
assert.strictEqual(dns.promises.getDefaultResultOrder(), 'ipv4first');

process.on('exit', () => assert.strictEqual(called, 6));
