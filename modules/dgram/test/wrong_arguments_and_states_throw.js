'use strict';
const assert = require('node:assert');
const dgram = require('node:dgram');

const socket = dgram.createSocket('udp4');
const bytes = Buffer.from('xyz');

const expectations = [
  [() => dgram.createSocket('tcp'), 'ERR_SOCKET_BAD_TYPE', 'Bad socket type specified. Valid types are: udp4, udp6'],
  [() => dgram.createSocket({ type: 'udp4', recvBufferSize: 'x' }), 'ERR_INVALID_ARG_TYPE',
    'The "options.recvBufferSize" property must be of type number. Received type string (\'x\')'],
  [() => dgram.createSocket({ type: 'udp4', sendBlockList: {} }), 'ERR_INVALID_ARG_TYPE',
    'The "options.sendBlockList" property must be an net.BlockList. Received an instance of Object'],
  [() => dgram.createSocket({ type: 'udp4', lookup: null }), 'ERR_INVALID_ARG_TYPE',
    'The "lookup" argument must be of type function. Received null'],
  [() => dgram.createSocket({ type: 'udp4', signal: 1 }), 'ERR_INVALID_ARG_TYPE',
    'The "options.signal" property must be an instance of AbortSignal. Received type number (1)'],
  [() => socket.send(5, 53), 'ERR_INVALID_ARG_TYPE', 'The "buffer" argument must be of type string or an instance of ' +
    'Buffer, TypedArray, or DataView. Received type number (5)'],
  [() => socket.send([bytes, 5], 53), 'ERR_INVALID_ARG_TYPE', 'The "buffer list arguments" argument must be of type ' +
    'string or an instance of Buffer, TypedArray, or DataView. Received an instance of Array'],
  [() => socket.send('x', 0), 'ERR_SOCKET_BAD_PORT', 'Port should be > 0 and < 65536. Received type number (0).'],
  [() => socket.send(bytes, 4, 0, 53), 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds'],
  [() => socket.send(bytes, 2, 2, 53), 'ERR_BUFFER_OUT_OF_BOUNDS', '"length" is outside of buffer bounds'],
  [() => socket.send('x', 53, 5), 'ERR_INVALID_ARG_TYPE',
    'The "address" argument must be of type string. Received type number (5)'],
  [() => socket.sendto('x'), 'ERR_INVALID_ARG_TYPE', 'The "offset" argument must be of type number. Received undefined'],
  [() => socket.connect(70000), 'ERR_SOCKET_BAD_PORT',
    'Port should be > 0 and < 65536. Received type number (70000).'],
  [() => socket.disconnect(), 'ERR_SOCKET_DGRAM_NOT_CONNECTED', 'Not connected'],
  [() => socket.address(), 'EBADF', 'getsockname EBADF'],
  [() => socket.setTTL(5), 'EBADF', 'setTTL EBADF'],
  [() => socket.setTTL('5'), 'ERR_INVALID_ARG_TYPE',
    'The "ttl" argument must be of type number. Received type string (\'5\')'],
  [() => socket.setBroadcast(true), 'EBADF', 'setBroadcast EBADF'],
  [() => socket.addMembership(), 'ERR_MISSING_ARGS', 'The "multicastAddress" argument must be specified'],
  [() => socket.addSourceSpecificMembership('1.2.3.4', 5), 'ERR_INVALID_ARG_TYPE',
    'The "groupAddress" argument must be of type string. Received type number (5)'],
  [() => socket.setRecvBufferSize(-1), 'ERR_SOCKET_BAD_BUFFER_SIZE', 'Buffer size must be a positive integer'],
  [() => socket.getSendBufferSize(), 'ERR_SOCKET_BUFFER_SIZE',
    'Could not get or set buffer size: uv_send_buffer_size returned EBADF (bad file descriptor)'],
  [() => socket.bind({ fd: 9999 }), 'ERR_INVALID_FD_TYPE', 'Unsupported fd type: UNKNOWN'],
];
for (const [attempt, code, message] of expectations) assert.throws(attempt, { code, message });
assert.throws(() => socket.bind(), { code: 'ERR_SOCKET_ALREADY_BOUND', message: 'Socket is already bound' });

const closed = dgram.createSocket('udp4');
closed.close();
for (const attempt of [() => closed.close(), () => closed.bind(), () => closed.send('x', 53), () => closed.address(),
                       () => closed.connect(53), () => closed.addMembership('224.0.0.1')]) {
  assert.throws(attempt, { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING', message: 'Not running' });
}
socket.close();
