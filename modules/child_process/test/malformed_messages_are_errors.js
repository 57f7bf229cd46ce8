// What a child writes to its channel by itself: messages cut anywhere come whole, nonsense is an error of its own.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(4);
const fs = require('node:fs');
const { spawn } = require('node:child_process');

if (process.argv[2] === 'child') {
  const fd = Number(process.env.NODE_CHANNEL_FD ?? process.channel.fd);
  const write = (text) => fs.writeSync(fd, Buffer.from(text));
  write('{"first":');
  setTimeout(() => {
    write('1}\n"\u00e9\u00e9"\n[1,');
    const rest = Buffer.from('"\u{1f30a}"]\n');
    fs.writeSync(fd, rest.subarray(0, 3));
    setTimeout(() => {
      fs.writeSync(fd, rest.subarray(3));
      write('"good"\n1,2\n"after"\n');
      write('"cut off');
    }, 20);
  }, 20);
  return;
}

const messages = [];
const errors = [];
let disconnects = 0;
process.on('uncaughtException', (error) => errors.push(error.name));
const child = spawn(process.execPath, [__filename, 'child'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
child.on('message', (message) => messages.push(message));
child.on('disconnect', () => disconnects++);
child.on('close', (code) => {
  assert.strictEqual(code, 0);
  assert.deepStrictEqual(messages.slice(0, 4), [{ first: 1 }, '\u00e9\u00e9', [1, '\u{1f30a}'], 'good']);
  assert.deepStrictEqual(errors, ['SyntaxError']);
  assert.strictEqual(disconnects, 1);
});
