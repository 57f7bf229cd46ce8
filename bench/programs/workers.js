'use strict';
// Worker threads: how fast they start, how many fit into memory, and how fast messages pass. By the wall clock: two
// threads work.
const { MessageChannel, Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
const { measure, report, wallClock } = require('./_measure.js');

const SMALL = { id: 1, name: 'message', values: [1, 2, 3] };
const MEGABYTE = 1 << 20;
const MORE_WORKERS = 10;
const STARTED = 100;
const wall = { clock: wallClock };
const megabytes = { clock: wallClock, scale: 2 * MEGABYTE / 1e6 }; // there and back

const roles = {
  echo: () => parentPort.on('message', (message) => parentPort.postMessage(message)),
  pass: () => parentPort.on('message', (message) => parentPort.postMessage(message, [message.buffer])),
  count() {
    let left = 0;
    parentPort.on('message', (message) => {
      if (left === 0) left = message;
      else if (--left === 0) parentPort.postMessage('all');
    });
  },
  talk: () => parentPort.on('message', (count) => { for (let i = 0; i < count; i++) parentPort.postMessage(SMALL); }),
  wait: () => parentPort.on('message', () => {}),
  nothing() {},
};

const start = (role) => new Worker(__filename, { workerData: role });
const once = (worker, event) => new Promise((resolve) => { worker.once(event, resolve); });

async function main() {
  await startWorkers();
  await memory();
  await withinOneThread();
  await messages();
}

async function startWorkers() {
  const before = wallClock();
  for (let i = 0; i < STARTED; i++) await once(start('nothing'), 'exit');
  report(`workers started (${STARTED})`, STARTED / (wallClock() - before) * 1000);
}

async function memory() {
  const first = start('wait');
  await once(first, 'online');
  const before = process.memoryUsage.rss();
  const workers = Array.from({ length: MORE_WORKERS }, () => start('wait'));
  await Promise.all(workers.map((worker) => once(worker, 'online')));
  const each = (process.memoryUsage.rss() - before) / MORE_WORKERS;
  report('workers in 1 GiB', 2 ** 30 / each);
  await Promise.all([first, ...workers].map((worker) => worker.terminate()));
}

async function withinOneThread() {
  const { port1, port2 } = new MessageChannel();
  await measure('messages within one thread', (times) => new Promise((resolve) => {
    let left = times;
    port2.removeAllListeners('message');
    port2.on('message', () => { if (--left === 0) resolve(); });
    for (let i = 0; i < times; i++) port1.postMessage(SMALL);
  }), wall);
  port1.close();
}

async function messages() {
  const counter = start('count');
  await measure('messages sent', (times) => new Promise((resolve) => {
    counter.once('message', resolve);
    counter.postMessage(times);
    for (let i = 0; i < times; i++) counter.postMessage(SMALL);
  }), wall);
  await counter.terminate();

  const talker = start('talk');
  await measure('messages received', (times) => new Promise((resolve) => {
    let left = times;
    talker.removeAllListeners('message');
    talker.on('message', () => { if (--left === 0) resolve(); });
    talker.postMessage(times);
  }), wall);
  await talker.terminate();

  const echo = start('echo');
  await measure('messages to and fro', backAndForth(echo, SMALL), wall);
  await measure('MB in buffers of 1 MiB, copied', backAndForth(echo, new Uint8Array(MEGABYTE)), megabytes);
  await echo.terminate();

  const pass = start('pass');
  await measure('MB in buffers of 1 MiB, transferred', (times) => new Promise((resolve) => {
    let left = times;
    pass.removeAllListeners('message');
    pass.on('message', (bytes) => {
      if (--left === 0) resolve();
      else pass.postMessage(bytes, [bytes.buffer]);
    });
    const bytes = new Uint8Array(MEGABYTE);
    pass.postMessage(bytes, [bytes.buffer]);
  }), megabytes);
  await pass.terminate();
}

function backAndForth(worker, message) {
  return (times) => new Promise((resolve) => {
    let left = times;
    worker.removeAllListeners('message');
    worker.on('message', () => {
      if (--left === 0) resolve();
      else worker.postMessage(message);
    });
    worker.postMessage(message);
  });
}

if (isMainThread) main();
else roles[workerData]();
