'use strict';
// Children that are killed at random points of their lives, each in the middle of something else, with full pipes and
// channels on both sides. Whoever is told of an end is told once; nothing of a child is left.
const assert = require('node:assert');
const fs = require('node:fs');
const { fork } = require('node:child_process');

const occupations = {
  starts() {},
  sendsMuch() {
    const send = () => process.send({ text: 'x'.repeat(1000) }, (error) => { if (!error) setImmediate(send); });
    send();
  },
  sendsOneLargeMessage() {
    process.on('message', () => {});
    process.send('y'.repeat(8 << 20));
  },
  echoes() {
    process.on('message', (message) => process.send(message));
  },
  writesMuch() {
    const write = () => { while (process.stdout.write('z'.repeat(10_000))); };
    process.stdout.on('drain', write);
    write();
    setInterval(() => {}, 1000);
  },
  readsNothing() {
    setInterval(() => {}, 1000);
  },
  isBusy() {
    for (;;);
  },
  ends() {
    process.exitCode = 5;
  },
};
const kinds = Object.keys(occupations);

if (process.argv[2] === 'child of the soak') {
  occupations[process.argv[3]]();
}

// mulberry32: numbers in [0, 1) that a seed repeats.
function randomNumbers(seed) {
  return () => {
    seed = seed + 0x6d2b79f5 | 0;
    let bits = Math.imul(seed ^ seed >>> 15, 1 | seed);
    bits = bits + Math.imul(bits ^ bits >>> 7, 61 | bits) ^ bits;
    return ((bits ^ bits >>> 14) >>> 0) / 2 ** 32;
  };
}

const MOST_LIFE = 60; // milliseconds
// What a write to a peer that has died comes to.
const lost = ['EPIPE', 'ECONNRESET', 'ECANCELED', 'ERR_IPC_CHANNEL_CLOSED', 'ERR_STREAM_DESTROYED', 'EBADF', 'EOF'];

/** One child's life; fulfilled when it is over in every respect. @param {function(): number} random */
function liveAndDie(random) {
  const kind = kinds[Math.floor(random() * kinds.length)];
  const signal = random() < 0.5 ? 'SIGKILL' : 'SIGTERM';
  const serialization = random() < 0.5 ? 'json' : 'advanced';
  const life = random() * MOST_LIFE;
  const child = fork(__filename, ['child of the soak', kind], { silent: true, serialization, execArgv: [] });
  const told = { spawn: 0, exit: 0, close: 0, disconnect: 0, sent: 0, written: 0 };
  for (const event of ['spawn', 'exit', 'close', 'disconnect']) child.on(event, () => told[event]++);
  child.on('message', () => {});
  child.on('error', (error) => assert.ok(lost.includes(error.code), error.code));
  child.stdin.on('error', (error) => assert.ok(lost.includes(error.code), error.code));
  if (random() < 0.5) child.stdout.resume(); // else its pipe is full some time

  const isPlausible = (error) => error === null || error === undefined || lost.includes(error.code);
  let sends = 0;
  let writes = 0;
  for (; sends < 20; sends++) {
    child.send({ text: 'm'.repeat(30_000) }, (error) => {
      told.sent++;
      assert.ok(isPlausible(error), error?.code);
    });
  }
  for (; writes < 5; writes++) {
    child.stdin.write(Buffer.alloc(100_000), (error) => {
      told.written++;
      assert.ok(isPlausible(error), error?.code);
    });
  }

  const timer = setTimeout(() => child.kill(signal), life);
  return new Promise((resolve) => {
    child.on('close', (code, by) => {
      clearTimeout(timer);
      child.stdin.destroy();
      // After the callbacks that are on their way.
      setImmediate(() => setImmediate(() => {
        assert.deepStrictEqual(told, { spawn: 1, exit: 1, close: 1, disconnect: 1, sent: sends, written: writes },
          `${kind} ${signal} ${serialization}`);
        assert.ok(by === signal || (by === null && code === 5 && kind === 'ends') || (kind === 'starts' && code === 0),
          `${kind}: ${code} ${by}`);
        assert.strictEqual(fs.existsSync(`/proc/${child.pid}`), false); // no zombie
        resolve();
      }));
    });
  });
}

const openDescriptors = () => fs.readdirSync('/proc/self/fd').length;

module.exports = { liveAndDie, randomNumbers, openDescriptors };
