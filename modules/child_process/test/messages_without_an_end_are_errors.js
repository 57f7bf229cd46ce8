// eddy only: Node gathers such messages until it ends for lack of memory.
// A message, or a line, for which there is no memory is an error of its own: the next one comes.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(6);
const fs = require('node:fs');
const { execFileSync, spawn } = require('node:child_process');

const MIB = 1 << 20;
const MOST = 128 * MIB; // more than the reader has at its start
const role = process.argv[2];
const serialization = process.argv[3];
if (role === 'writer') {
  const { fd } = process.channel;
  const write = (bytes) => {
    for (let done = 0; done < bytes.length;) {
      try {
        done += fs.writeSync(fd, bytes, done);
      } catch (error) {
        if (error.code !== 'EAGAIN') throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      }
    }
  };
  const chunk = Buffer.alloc(MIB, 'a');
  const size = 256;
  const announced = Buffer.alloc(4);
  announced.writeUInt32BE(size * MIB);
  if (serialization === 'advanced') write(announced);
  for (let left = size; left > 0; left--) write(chunk);
  if (serialization === 'json') write(Buffer.from('\n'));
  process.send('good', () => process.disconnect());
} else if (role === 'reader') {
  const has = Number(/VmData:\s+(\d+) kB/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  execFileSync('prlimit', [`--pid=${process.pid}`, `--data=${has + MOST}`]);
  const seen = [];
  process.on('uncaughtException', (error) => seen.push(`${error.name}: ${error.message}`));
  const writer = spawn(process.execPath, [__filename, 'writer', serialization],
                       { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization });
  writer.on('message', (message) => seen.push(message));
  writer.on('close', () => console.log(seen.join('\n')));
} else {
  for (const kind of ['json', 'advanced']) {
    const reader = spawn(process.execPath, [__filename, 'reader', kind], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    reader.stdout.setEncoding('utf8').on('data', (text) => { output += text; });
    reader.on('close', (code, signal) => {
      assert.strictEqual(signal, null);
      assert.strictEqual(code, 0);
      assert.strictEqual(output, 'RangeError: Array buffer allocation failed\ngood\n');
    });
  }
}
