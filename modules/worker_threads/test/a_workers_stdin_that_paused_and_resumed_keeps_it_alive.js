'use strict';
// What a worker asked of its stdin before a pause comes after resume(), though nothing else keeps the thread alive.
const assert = require('assert');
const finish = require('../../../test/_finish');
const { Worker } = require('worker_threads');

const program = `
  const { parentPort } = require('worker_threads');
  process.stdin.setEncoding('latin1').on('data', (text) => parentPort.postMessage(text));
  process.stdin.on('end', () => parentPort.postMessage('end'));
  setImmediate(() => {
    process.stdin.pause();
    setImmediate(() => {
      process.stdin.resume();
      process.stdin.once('resume', () => parentPort.postMessage('resumed'));
    });
  });`;

finish(async () => {
  for (let i = 0; i < 5; i++) {
    const worker = new Worker(program, { eval: true, stdin: true });
    const messages = [];
    worker.on('message', (message) => {
      messages.push(message);
      if (message === 'resumed') worker.stdin.end('late');
    });
    assert.strictEqual(await new Promise((done) => worker.on('exit', done)), 0);
    assert.deepStrictEqual(messages, ['resumed', 'late', 'end']);
  }

  // More than both streams hold, through a worker: all of it comes back.
  const worker = new Worker('process.stdin.pipe(process.stdout)', { eval: true, stdin: true, stdout: true });
  const text = 'x'.repeat(1 << 16);
  let left = 16;
  (function write() {
    while (left-- > 0) if (!worker.stdin.write(text)) return worker.stdin.once('drain', write);
    return worker.stdin.end();
  })();
  let length = 0;
  for await (const chunk of worker.stdout) length += chunk.length;
  assert.strictEqual(length, 1 << 20);
});
