'use strict';
// require('_stream_wrap') makes a net.Socket of any Duplex; packages find the class by a TLSSocket over one, too.
const assert = require('node:assert');
const net = require('node:net');
const tls = require('node:tls');
const { PassThrough, duplexPair } = require('node:stream');
const finish = require('../../../test/_finish');

process.on('warning', finish.once(({ code }) => assert.strictEqual(code, 'DEP0125')));
const JSStreamSocket = require('_stream_wrap');
assert.strictEqual(JSStreamSocket.name, 'JSStreamSocket');
assert.strictEqual(JSStreamSocket.StreamWrap, JSStreamSocket);
assert.ok(JSStreamSocket.prototype instanceof net.Socket);

const under = new PassThrough();
const { _parentWrap } = new tls.TLSSocket(under)._handle;
assert.strictEqual(_parentWrap.constructor, JSStreamSocket);
assert.strictEqual(_parentWrap.stream, under);

finish(async () => {
  const [near, far] = duplexPair();
  const socket = new JSStreamSocket(near);
  assert.strictEqual(socket.stream, near);
  const events = [];
  for (const event of ['end', 'finish', 'close']) socket.on(event, () => events.push(event));
  const closed = new Promise((resolve) => { socket.on('close', resolve); });
  far.write('question');
  const [question] = await new Promise((resolve) => { socket.once('data', (...args) => resolve(args)); });
  assert.deepStrictEqual(question, Buffer.from('question'));
  socket.cork();
  socket.write('an');
  socket.write(Buffer.from('sw'));
  socket.uncork();
  socket.write('\u00e9', 'latin1');
  socket.end('r');
  const pieces = [];
  far.on('data', (piece) => pieces.push(piece));
  await new Promise((resolve) => { far.once('end', resolve); });
  const answer = Buffer.concat(pieces);
  assert.strictEqual(answer.toString('latin1'), 'answ\u00e9r');
  far.end();
  await closed;
  assert.deepStrictEqual(events.sort(), ['close', 'end', 'finish']);

  // An error below is the socket's.
  const failing = new PassThrough();
  const above = new JSStreamSocket(failing);
  const error = new Promise((resolve) => { above.once('error', resolve); });
  failing.destroy(new Error('below'));
  assert.strictEqual((await error).message, 'below');

  // What is no bytes is refused.
  const words = new PassThrough({ encoding: 'utf8' });
  const refusal = new Promise((resolve) => { new JSStreamSocket(words).once('error', resolve).resume(); });
  words.write('text');
  assert.strictEqual((await refusal).code, 'ERR_STREAM_WRAP');
});
