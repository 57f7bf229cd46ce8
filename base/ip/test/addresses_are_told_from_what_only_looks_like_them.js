'use strict';
// net.isIP and who stands on it: tables of texts, and a round through a sockaddr.
const assert = require('assert');
const net = require('net');

const four = ['0.0.0.0', '127.0.0.1', '255.255.255.255', '1.2.3.4'];
const six = [
  '::', '::1', '1::', '1::2', '1:2:3:4:5:6:7:8', '::ffff:127.0.0.1', 'fe80::1%eth0', '2001:db8::8:800:200c:417a', '::1.2.3.4',
  '1:2:3:4:5:6:1.2.3.4', 'ABCD::', '1:2:3:4:5:6:7::',
];
const none = [
  '', ' ', '1', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '1.2.3.4 ', ' 1.2.3.4', '1..2.3', '0x7f.1.1.1', '1.2.3.-4', ':', ':::',
  '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1::2::3', '12345::', 'g::', '::1.2.3', '::1.2.3.256', '1:2:3:4:5:6:7:1.2.3.4', '::1%',
  '[::1]', 'localhost', '1.2.3.4\0', '::1\n', '1:2:3:4:5:6:7:8::',
];
for (const text of four) assert.deepStrictEqual([net.isIP(text), net.isIPv4(text), net.isIPv6(text)], [4, true, false], text);
for (const text of six) assert.deepStrictEqual([net.isIP(text), net.isIPv4(text), net.isIPv6(text)], [6, false, true], text);
for (const text of none) assert.deepStrictEqual([net.isIP(text), net.isIPv4(text), net.isIPv6(text)], [0, false, false], text);
assert.strictEqual(net.isIP({ toString: () => '1.2.3.4' }), 4);
assert.strictEqual(net.isIP(undefined), 0);

// As the kernel's structures write them.
const written = {
  '::0001': '::1', '2001:0DB8::': '2001:db8::', '::ffff:1.2.3.4': '::ffff:1.2.3.4', '1:0:0:0:0:0:0:0': '1::', '0:0:1:0:0:0:0:1': '0:0:1::1',
};
for (const [text, canonical] of Object.entries(written)) {
  assert.strictEqual(new net.SocketAddress({ address: text, family: 'ipv6' }).address, canonical);
}
assert.throws(() => new net.SocketAddress({ address: '1.2.3', family: 'ipv4' }), { code: 'ERR_INVALID_ADDRESS' });

const list = new net.BlockList();
list.addSubnet('10.1.2.0', 23);
list.addRange('::10', '::1f', 'ipv6');
const checks = { '10.1.3.255': true, '10.1.4.0': false, '10.1.1.255': false, '::ffff:10.1.2.9': true, '::f': false, '::10': true, '::1f': true, '::20': false };
for (const [text, blocked] of Object.entries(checks)) assert.strictEqual(list.check(text, net.isIPv6(text) ? 'ipv6' : 'ipv4'), blocked, text);
