'use strict';
// The seeds of a target, changed at random, given to it one after the other: what `make test` does for some seconds in
// place of libFuzzer.
const { randomFrom } = require('./_target');

const LONGEST = 1500;

/** Ways to change bytes at a place. `words`: Buffers that may be put in. */
function changesBy(random, words) {
  const word = () => words[random(words.length)];
  return [
    (bytes, at) => Buffer.concat([bytes.subarray(0, at), Buffer.from([random(256)]), bytes.subarray(at + 1)]),
    (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(20))]),
    (bytes, at) => Buffer.concat([bytes.subarray(0, at), word(), bytes.subarray(at)]),
    (bytes, at) => Buffer.concat([bytes.subarray(0, at), word(), bytes.subarray(at + random(20))]),
    (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(random(at + 1), at), bytes.subarray(at)]),
    (bytes, at) => bytes.subarray(0, at + 1),
  ];
}

const ENDS_OF_NUMBERS = ['00', 'ff', '7f', '80', '0000', 'ffff', 'ffffffff', '7fffffff', '80000000', '00000000', '8480ffffff']
  .map((hex) => Buffer.from(hex, 'hex'));

/**
 * Runs `target` of this folder on all of `seeds`, then on `count` changed ones. The same `seed` gives the same inputs.
 * @throws what the target throws, with the input printed
 */
async function search(target, seeds, { seed = 1, count = 500, words = ENDS_OF_NUMBERS, kept = 2 } = {}) {
  const { run } = require(`./${target}`);
  const random = randomFrom(seed);
  const changes = changesBy(random, words);
  const any = (list) => list[random(list.length)];
  const attempt = async (input, number) => {
    try {
      await run(input);
    } catch (error) {
      console.error(`${target}, seed ${seed}, input ${number}: Buffer.from('${input.toString('hex')}', 'hex')`);
      throw error;
    }
  };
  for (const [number, input] of seeds.entries()) await attempt(input, number);
  for (let number = 0; number < count; number++) {
    const start = any(seeds);
    let bytes = start.subarray(kept);
    for (let i = 1 + random(5); i > 0 && bytes.length > 0; i--) bytes = any(changes)(bytes, random(bytes.length));
    const first = random(8) === 0 ? Buffer.from([random(256), random(256)]).subarray(0, kept) : start.subarray(0, kept);
    await attempt(Buffer.concat([first, bytes.subarray(0, LONGEST)]), seeds.length + number);
  }
  console.log(`${target}: ${seeds.length + count} inputs, seed ${seed}`);
}

module.exports = { search };
