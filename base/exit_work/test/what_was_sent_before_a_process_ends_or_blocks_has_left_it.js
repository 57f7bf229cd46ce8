'use strict';
// Output and messages that wait in a process go out before it ends, by whatever call of its own; and before it blocks for good.
const finish = require('../../../test/_finish');
const { spawn } = require('node:child_process');

const COUNT = 50;
const assert = finish.plan(32);

const endings = {
  'by itself': ['', 0],
  'process.exit': ['process.exit(3)', 3],
  'process.exit in an exit listener': ['process.on("exit", () => process.exit(4)); process.exit(1)', 4],
  'process.reallyExit': ['process.reallyExit(5)', 5],
  'an uncaught error': ['process.stderr.write = () => true; throw 1', 1],
  'a signal of its own': ['process.kill(process.pid, "SIGKILL")', 'SIGKILL'],
  'another program in its place': ['process.execve("/bin/sh", ["sh", "-c", "exit 6"])', 6],
  'a wait without an end': ['require("child_process").spawnSync("sleep", ["100"])', 'SIGTERM'],
};

const program = (ending) => `
  for (let i = 0; i < ${COUNT}; i++) { console.log('line', i); process.send({ i }); }
  setTimeout(() => process.disconnect(), 1);
  ${ending};`;

for (const [name, [source, expected]] of Object.entries(endings)) {
  const child = spawn(process.execPath, ['-e', program(source)], { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] });
  const messages = [];
  let output = '';
  // It blocks: all that it sent has to come nevertheless.
  const look = () => {
    if (expected === 'SIGTERM' && messages.length === COUNT && output.endsWith(`line ${COUNT - 1}\n`)) child.kill();
  };
  child.stdout.setEncoding('utf8').on('data', (text) => { output += text; look(); });
  child.on('message', ({ i }) => { messages.push(i); look(); });
  child.on('close', (code, signal) => {
    const all = Array.from({ length: COUNT }, (_, i) => i);
    assert.strictEqual(code ?? signal, expected, name);
    assert.strictEqual(output, all.map((i) => `line ${i}\n`).join(''), name);
    assert.deepStrictEqual(messages, all, name);
    assert.strictEqual(child.connected, false, name);
  });
}
