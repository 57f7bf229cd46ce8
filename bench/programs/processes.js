'use strict';
// Processes: how fast children start, and how fast messages pass between two. By the wall clock: two processes work.
const { fork, spawn } = require('node:child_process');
const { measure, report, wallClock } = require('./_measure.js');

const SMALL = { id: 1, name: 'message', values: [1, 2, 3] };
const MEGABYTE = Buffer.alloc(1 << 20, 'm');
const STARTED = 100;
const wall = { clock: wallClock };
const megabytes = { clock: wallClock, scale: 2 * MEGABYTE.length / 1e6 }; // there and back

if (process.argv[2] === 'echo') {
  process.on('message', (message) => process.send(message));
} else if (process.argv[2] === 'count') {
  let left = 0;
  process.on('message', (message) => {
    if (left === 0) left = message;
    else if (--left === 0) process.send('all');
  });
} else if (process.argv[2] === 'talk') {
  process.on('message', (count) => { for (let i = 0; i < count; i++) process.send(SMALL); });
} else if (process.argv[2] === undefined) {
  main();
}

async function main() {
  await startProcesses();
  for (const serialization of ['json', 'advanced']) await messages(serialization);
}

async function startProcesses() {
  const start = wallClock();
  for (let i = 0; i < STARTED; i++) {
    await new Promise((resolve) => {
      spawn(process.execPath, [__filename, 'nothing'], { stdio: 'ignore' }).on('close', resolve);
    });
  }
  report(`processes started (${STARTED})`, STARTED / (wallClock() - start) * 1000);
}

async function messages(serialization) {
  const start = (role) => fork(__filename, [role], { serialization });
  const counter = start('count');
  await measure(`messages sent, ${serialization}`, (times) => new Promise((resolve) => {
    counter.once('message', resolve);
    counter.send(times);
    for (let i = 0; i < times; i++) counter.send(SMALL);
  }), wall);
  counter.disconnect();

  const talker = start('talk');
  await measure(`messages received, ${serialization}`, (times) => new Promise((resolve) => {
    let left = times;
    talker.on('message', function onMessage() {
      if (--left > 0) return;
      talker.off('message', onMessage);
      resolve();
    });
    talker.send(times);
  }), wall);
  talker.disconnect();

  const echo = start('echo');
  const backAndForth = (message) => (times) => new Promise((resolve) => {
    let left = times;
    echo.on('message', function onMessage() {
      if (--left > 0) {
        echo.send(message);
        return;
      }
      echo.off('message', onMessage);
      resolve();
    });
    echo.send(message);
  });
  await measure(`messages to and fro, ${serialization}`, backAndForth(SMALL), wall);
  await measure(`MB in messages of 1 MiB, ${serialization}`,
    backAndForth(serialization === 'json' ? MEGABYTE.toString('latin1') : MEGABYTE), megabytes);
  echo.disconnect();
}
