'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(4);
const cluster = require('node:cluster');
const { spawn } = require('node:child_process');
const net = require('node:net');

if (cluster.isWorker) {
  net.createServer().listen(0, '127.0.0.1');
  // The standard output of the program that watches: it ends when we have.
  process.on('exit', (code) => console.log(`worker ${code}`));
  return;
}
if (process.argv[2] === 'primary') {
  let listening = 0;
  for (let i = 0; i < 2; i++) cluster.fork().on('listening', () => { if (++listening === 2) console.log('ready'); });
  return;
}

// However the primary ends, its workers see their channel close, and exit with 0.
for (const signal of ['SIGKILL', 'SIGTERM']) {
  const primary = spawn(process.execPath, [__filename, 'primary'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  primary.stdout.setEncoding('utf8').on('data', (data) => {
    text += data;
    if (data.includes('ready')) primary.kill(signal);
  });
  primary.on('close', (code, by) => {
    assert.strictEqual(by, signal);
    assert.deepStrictEqual(text.split('\n').sort(), ['', 'ready', 'worker 0', 'worker 0']);
  });
}
