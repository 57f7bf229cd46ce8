'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(95);
const net = require('node:net');
const { BlockList, SocketAddress } = net;

for (const [text, version] of [
  ['127.0.0.1', 4], ['255.255.255.255', 4], ['256.1.1.1', 0], ['1.2.3', 0], ['1.2.3.4.5', 0], ['01.2.3.4', 0],
  ['1.2.3.4 ', 0], ['', 0], ['::', 6], ['::1', 6], ['1::', 6], ['1:2:3:4:5:6:7:8', 6], ['1:2:3:4:5:6:7', 0],
  ['1:2:3:4:5:6:7:8:9', 0], ['1::2::3', 0], ['::ffff:1.2.3.4', 6], ['::1.2.3.256', 0], ['1:2:3:4:5:6:1.2.3.4', 6],
  ['fe80::1%eth0', 6], ['fe80::1%', 0], ['12345::', 0], [':1', 0], ['1:', 0], [':::', 0], ['g::', 0],
]) {
  assert.strictEqual(net.isIP(text), version, text);
  assert.strictEqual(net.isIPv4(text), version === 4, text);
  assert.strictEqual(net.isIPv6(text), version === 6, text);
}

const list = new BlockList();
list.addAddress('1.1.1.1');
list.addRange('10.0.0.5', '10.0.0.9');
list.addSubnet('2001:DB8::', 33, 'ipv6');
assert.deepStrictEqual(list.rules, [
  'Subnet: IPv6 2001:db8::/33', 'Range: IPv4 10.0.0.5-10.0.0.9', 'Address: IPv4 1.1.1.1',
]);
for (const [address, family, blocked] of [
  ['1.1.1.1', 'ipv4', true], ['::ffff:1.1.1.1', 'ipv6', true], ['1.1.1.2', 'ipv4', false],
  ['10.0.0.4', 'ipv4', false], ['10.0.0.5', 'ipv4', true], ['10.0.0.9', 'ipv4', true], ['10.0.0.10', 'ipv4', false],
  ['2001:db8:7fff::1', 'ipv6', true], ['2001:db8:8000::1', 'ipv6', false], ['no address', 'ipv4', false],
]) {
  assert.strictEqual(list.check(address, family), blocked, address);
}
const copy = new BlockList();
copy.fromJSON(JSON.stringify(list));
assert.deepStrictEqual(copy.rules.toSorted(), list.rules.toSorted());
assert.strictEqual(BlockList.isBlockList(list), true);
assert.throws(() => list.addAddress('x'), { code: 'ERR_INVALID_ADDRESS' });
assert.throws(() => list.addRange('2.2.2.2', '1.1.1.1'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => list.addSubnet('1.1.1.1', 33), { code: 'ERR_OUT_OF_RANGE' });

assert.deepStrictEqual(new SocketAddress({ address: '2001:0DB8:0:0::1', family: 'ipv6', port: 5 }).toJSON(),
                       { address: '2001:db8::1', port: 5, family: 'ipv6', flowlabel: 0 });
assert.deepStrictEqual(SocketAddress.parse('[1::1]:1234').toJSON(),
                       { address: '1::1', port: 1234, family: 'ipv6', flowlabel: 0 });
assert.strictEqual(SocketAddress.parse('nothing'), undefined);

// A list keeps clients from connecting, and servers from taking them.
const localhost = new BlockList();
localhost.addAddress('127.0.0.1');
net.connect({ port: 1, host: '127.0.0.1', blockList: localhost }).on('error', finish.once((error) => {
  assert.strictEqual(error.code, 'ERR_IP_BLOCKED');
}));
const server = net.createServer({ blockList: localhost }, () => assert.fail('blocked'));
server.listen(0, '127.0.0.1', finish.once(() => {
  net.connect(server.address().port, '127.0.0.1').on('close', finish.once(() => server.close())).on('error', () => {}).resume();
}));
