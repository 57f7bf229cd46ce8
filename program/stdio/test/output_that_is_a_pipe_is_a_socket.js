'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', `
  const net = require('net');
  const { stdout } = process;
  const tell = (...words) => console.error(...words);
  tell(stdout instanceof net.Socket, stdout.constructor.name, stdout._type, stdout.fd, stdout._handle.fd);
  tell(stdout.readable, stdout.writable, stdout.readyState, stdout.writableHighWaterMark, stdout.allowHalfOpen);
  tell(stdout._handle.constructor.name, stdout._handle.setBlocking(true), stdout._handle.getProviderType());
  tell(stdout.ref() === stdout, stdout.unref() === stdout, stdout._handle.hasRef());
  tell(stdout.write('a'), stdout.bytesWritten, stdout.bytesRead, stdout.isTTY);
  stdout.destroy();
  tell(stdout.destroyed, stdout.write('b'));
  stdout.on('close', () => { tell('close'); stdout.write('c'); });
`], { encoding: 'utf8' });
assert.deepStrictEqual(stderr.split('\n'), [
  'true Socket pipe 1 1', 'false true writeOnly 65536 false', 'Pipe 0 25', 'true true false', 'true 1 0 undefined',
  'false true', 'close', '',
]);
assert.deepStrictEqual([stdout, status], ['abc', 0]);
