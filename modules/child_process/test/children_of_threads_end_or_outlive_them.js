'use strict';
// Each thread hears of its own children; a thread that is ended leaves its child running, and nothing of it behind.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const source = `
  const { spawn } = require('node:child_process');
  const { parentPort, workerData } = require('node:worker_threads');
  const child = spawn(workerData[0], workerData.slice(1), { stdio: ['pipe', 'ignore', 'ignore'] });
  parentPort.postMessage(child.pid);
  child.on('exit', (code) => parentPort.postMessage('code ' + code));`;
const start = (...workerData) => new Worker(source, { eval: true, workerData });

finish(async () => {
  const own = Array.from({ length: 20 }, (_, code) => once(spawn('sh', ['-c', `exit ${code}`]), 'exit'));

  const worker = start('sh', '-c', 'exit 7');
  const messages = [];
  worker.on('message', (message) => messages.push(message));
  await once(worker, 'exit');
  assert.deepStrictEqual(messages, [messages[0], 'code 7']);
  assert.strictEqual(typeof messages[0], 'number');

  const ended = start('sleep', '1000');
  const [pid] = await once(ended, 'message');
  await ended.terminate();
  assert.strictEqual(process.kill(pid, 0), true);
  process.kill(pid, 'SIGKILL');

  assert.deepStrictEqual(await Promise.all(own), Array.from({ length: 20 }, (_, code) => [code, null]));
  const [code] = await once(spawn('true'), 'exit');
  assert.strictEqual(code, 0);
});
