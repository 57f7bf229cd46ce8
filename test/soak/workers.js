'use strict';
// A thousand workers terminated at random points of their lives: memory, threads and descriptors are back where they were.
const assert = require('node:assert');
const fs = require('node:fs');
const { holdFlat, rounds } = require('./_memory.js');
const { randomNumbers, openDescriptors } = require('./_children.js');
const { liveAndDie } = require('./_workers.js');

const A_ROUND = 20;
const AT_ONCE = 4;

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
console.error(`SEED=${seed}`);
const random = randomNumbers(seed);
const threads = () => fs.readdirSync('/proc/self/task').length;
let before;

async function round(number) {
  for (let i = 0; i < A_ROUND; i += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, () => liveAndDie(random)));
  if (number === 0) before = [openDescriptors(), threads()];
  else assert.deepStrictEqual([openDescriptors(), threads()], before);
}

// The pool's threads start with its first work.
fs.stat('.', () => holdFlat(rounds(50), round, { heap: 2, rss: 48 }));
