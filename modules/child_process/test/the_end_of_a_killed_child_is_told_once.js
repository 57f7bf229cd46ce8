// The short form of test/soak/children.js, which kills a thousand.
'use strict';
const assert = require('node:assert');
const { liveAndDie, randomNumbers, openDescriptors } = require('../../../test/soak/_children.js');
const finish = require('../../../test/_finish');

async function main() {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  console.log(`SEED=${seed}`);
  const random = randomNumbers(seed);
  await liveAndDie(random);
  const before = openDescriptors();
  for (let i = 0; i < 6; i++) await Promise.all([liveAndDie(random), liveAndDie(random), liveAndDie(random)]);
  assert.strictEqual(openDescriptors(), before);
}

finish(main);
