'use strict';
// A thousand children killed at random points of their lives: memory and descriptors are back where they were.
const assert = require('node:assert');
const { holdFlat, rounds } = require('./_memory.js');
const { liveAndDie, randomNumbers, openDescriptors } = require('./_children.js');

const A_ROUND = 20;
const AT_ONCE = 4;

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
console.error(`SEED=${seed}`);
const random = randomNumbers(seed);
let before;

async function round() {
  for (let i = 0; i < A_ROUND; i += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, () => liveAndDie(random)));
  before ??= openDescriptors();
  assert.strictEqual(openDescriptors(), before);
}

holdFlat(rounds(50), round, { heap: 2, rss: 48 });
