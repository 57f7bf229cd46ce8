'use strict';
// Which failure goes where: binding to 'error', sending to the callback alone, look-ups to either.
const finish = require('../../../test/_finish');
const assert = finish.plan(8);
const dgram = require('node:dgram');
const net = require('node:net');

const failing = (host, family, callback) => {
  assert.strictEqual(family, 4);
  setImmediate(() => callback(Object.assign(new Error(`no ${host}`), { code: 'ENOWHERE' })));
};
const openFor = (host) => (name, family, callback) => (
  name === host ? setImmediate(callback, null, name, 4) : failing(name, family, callback));

const seen = {};
let allSeen;
const awaited = new Promise((resolve) => { allSeen = resolve; });
const note = (name) => (...args) => {
  seen[name] = args[0] === null ? args : [args[0].message, args[0].code];
  if (Object.keys(seen).length === 7) allSeen();
};

const taken = dgram.createSocket('udp4').bind(0, '127.0.0.1', () => {
  const { port } = taken.address();
  const second = dgram.createSocket('udp4');
  second.on('error', (error) => {
    assert.strictEqual(error.message, `bind EADDRINUSE 127.0.0.1:${port}`);
    assert.deepStrictEqual([error.code, error.syscall, error.address, error.port],
                           ['EADDRINUSE', 'bind', '127.0.0.1', port]);
    setImmediate(() => {
      assert.strictEqual(second.listenerCount('listening'), 0);
      second.close();
      taken.close();
    });
  });
  second.bind(port, '127.0.0.1', () => assert.fail('bound twice'));
});

const unbindable = dgram.createSocket({ type: 'udp4', lookup: failing });
unbindable.once('error', note('bind'));
unbindable.bind(0, 'here');

const socket = dgram.createSocket({ type: 'udp4', lookup: openFor('0.0.0.0') });
socket.once('error', note('send without callback'));
socket.send('x', 53, 'one', note('send'));
socket.send('x', 53, 'two');

const unconnected = dgram.createSocket({ type: 'udp4', lookup: openFor('0.0.0.0') });
unconnected.on('error', note('not this one'));
unconnected.connect(53, 'three', note('connect'));

const large = dgram.createSocket('udp4');
large.on('error', note('nor this one'));
large.send(Buffer.alloc(70000), 53, '127.0.0.1');
large.send(Buffer.alloc(70000), 53, '127.0.0.1', note('large'));

const blockList = new net.BlockList();
blockList.addAddress('127.0.0.1');
const blocked = dgram.createSocket({ type: 'udp4', sendBlockList: blockList });
blocked.send('x', 53, '127.0.0.1', note('blocked send'));
blocked.connect(53, '127.0.0.1', note('blocked connect'));

finish(async () => {
  await awaited;
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve)); // nothing else comes
  assert.deepStrictEqual(seen, {
    'bind': ['no here', 'ENOWHERE'],
    'send': ['no one', 'ENOWHERE'],
    'send without callback': ['no two', 'ENOWHERE'],
    'connect': ['no three', 'ENOWHERE'],
    'large': ['send EMSGSIZE 127.0.0.1:53', 'EMSGSIZE'],
    'blocked send': ['IP(127.0.0.1) is blocked by net.BlockList', 'ERR_IP_BLOCKED'],
    'blocked connect': ['IP(127.0.0.1) is blocked by net.BlockList', 'ERR_IP_BLOCKED'],
  });
  for (const open of [unbindable, socket, unconnected, large, blocked]) open.close();
});
