'use strict';
// A UDP socket sent over IPC receives in the child what is sent to its port.
const finish = require('../../../test/_finish');
const assert = finish.plan(2);
const dgram = require('node:dgram');
const { fork } = require('node:child_process');

if (process.argv[2] === 'child') {
  process.on('message', (text, socket) => {
    assert.ok(socket instanceof dgram.Socket);
    socket.on('message', (message) => {
      process.send(`${text}: ${message}`, () => {
        socket.close();
        process.disconnect();
      });
    });
    process.send('ready');
  });
} else {
  const child = fork(__filename, ['child']);
  const socket = dgram.createSocket('udp4');
  const answers = [];
  socket.bind(0, '127.0.0.1', () => { child.send('it', socket); });
  child.on('message', (answer) => {
    answers.push(answer);
    if (answer !== 'ready') return;
    const { port } = socket.address();
    socket.close();
    const sender = dgram.createSocket('udp4');
    sender.send('hello', port, '127.0.0.1', () => sender.close());
  });
  child.on('exit', (code) => {
    assert.deepStrictEqual(answers, ['ready', 'it: hello']);
    assert.strictEqual(code, 0);
  });
}
