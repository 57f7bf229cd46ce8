'use strict';
// Standard output that is a pipe is written as fast as it is read, and the process goes on meanwhile.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

const SIZE = 3_000_000; // more than any pipe takes

/** Starts `program`, whose standard error tells where it is; `at(word)` resolves when it has written this there. */
function start(program, stdio = ['pipe', 'pipe', 'pipe']) {
  const child = spawn(process.execPath, ['-e', program], { stdio });
  let told = '';
  const waiting = [];
  child.stderr.setEncoding('utf8').on('data', (text) => {
    told += text;
    for (const [word, resolve] of waiting) if (told.includes(word)) resolve(told);
  });
  const at = (word) => new Promise((resolve) => {
    if (told.includes(word)) resolve(told);
    else waiting.push([word, resolve]);
  });
  return { child, at, ended: once(child, 'exit') };
}

async function bytesOf(stream) {
  let bytes = 0;
  for await (const chunk of stream) bytes += chunk.length;
  return bytes;
}

const write = `process.stdout.write('x'.repeat(${SIZE}));`;

finish(async () => {
  // Timers and signals come while nobody reads, and process.exit() does not wait for a reader.
  for (const how of [write, `console.log('x'.repeat(${SIZE}));`]) {
    const stuck = start(`process.on('SIGTERM', () => { process.stderr.write('bye'); process.exit(5); });
      ${how} setTimeout(() => process.stderr.write('timer'), 1); setInterval(() => {}, 1000);`);
    await stuck.at('timer');
    stuck.child.kill('SIGTERM');
    assert.deepStrictEqual(await stuck.ended, [5, null]);
    stuck.child.stdout.destroy();
  }

  // write() tells of the pressure, and the loop goes on until all is written.
  const told = start(`const { stdout } = process;
    const tell = (...words) => process.stderr.write(words.join(' ') + '\\n');
    tell(stdout.write('small'), stdout.writableLength, stdout.bytesWritten);
    tell(stdout.write('x'.repeat(${SIZE}), () => tell('callback')), stdout.writableLength, stdout.bytesWritten,
         stdout._handle.writeQueueSize > 0);
    stdout.on('drain', () => tell('drain'));
    process.on('beforeExit', () => tell('beforeExit', stdout.writableLength));`);
  await told.at('true\n');
  assert.strictEqual(await bytesOf(told.child.stdout), SIZE + 5);
  assert.deepStrictEqual((await told.at('beforeExit')).split('\n'), [
    'true 0 5', `false ${SIZE} ${SIZE + 5} true`, 'drain', 'callback', 'beforeExit 0', '',
  ]);
  assert.deepStrictEqual(await told.ended, [0, null]);

  // Lines written before anybody looked at process.stdout come before what its stream writes.
  const order = start(`console.log('a'.repeat(${SIZE})); process.stdout.write('b'.repeat(${SIZE}), () => {});
    console.log('c'); process.stdout.write('d'); process.stderr.write('all');`);
  await order.at('all');
  let text = '';
  for await (const chunk of order.child.stdout.setEncoding('utf8')) text += chunk;
  assert.strictEqual(text.length, 2 * SIZE + 4);
  assert.match(text, /^a+\nb+c\nd$/);

  // Two that write before they read do not wait for each other.
  const one = `process.stdout.write('1'.repeat(${SIZE})); process.stdin.resume().on('end', () => process.stderr.write('end'));
    process.stdout.end();`;
  const left = start(one);
  const right = start(one, [left.child.stdout, left.child.stdin, 'pipe']);
  await Promise.all([left.at('end'), right.at('end')]);
});
