// eddy only: Node loses what follows the body of an upgrade that nobody takes when both come at once.
'use strict';
// Inputs of test/fuzz, changed at random, against http.Server and http.request: what is read does not depend on how the
// bytes are cut, each request gets its answer or the end of the connection, and nothing is left behind. `make fuzz` does
// it for longer, with sanitizers, and learns from what it sees.
// The seed is always the same, so that a check fails for what was changed; give others to search.
// Usage: random_bytes_are_read_the_same_however_cut.js [SEED [SECONDS]]
const { randomFrom } = require('../../../test/fuzz/_target');
const { seeds, dictionary } = require('../../../test/fuzz/seeds');
const finish = require('../../../test/_finish');

const seed = Number(process.argv[2] ?? 1);
const seconds = Number(process.argv[3] ?? 8);
const LONGEST = 1500;
console.log(`seed ${seed}`);
const random = randomFrom(seed);
const words = dictionary.map((text) => Buffer.from(text, 'latin1'));
const anyOf = (list) => list[random(list.length)];

const changes = [
  (bytes, at) => Buffer.concat([bytes.subarray(0, at), Buffer.from([random(256)]), bytes.subarray(at + 1)]),
  (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(20))]),
  (bytes, at) => Buffer.concat([bytes.subarray(0, at), anyOf(words), bytes.subarray(at)]),
  (bytes, at) => Buffer.concat([bytes.subarray(0, at), anyOf(words), bytes.subarray(at + random(20))]),
  (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(random(at + 1), at), bytes.subarray(at)]),
  (bytes, at) => bytes.subarray(0, at + 1),
];

function changed(inputs) {
  let bytes = anyOf(inputs).subarray(2);
  if (random(3) === 0) bytes = Buffer.concat([bytes, anyOf(inputs).subarray(2)]);
  for (let i = random(6); i > 0 && bytes.length > 0; i--) bytes = anyOf(changes)(bytes, random(bytes.length));
  return Buffer.concat([Buffer.from([random(256), random(256)]), bytes.subarray(0, LONGEST)]);
}

async function search(target, until) {
  const { run } = require(`../../../test/fuzz/${target}`);
  const inputs = seeds[target];
  for (const input of inputs) await run(input);
  let count = inputs.length;
  while (Date.now() < until) {
    const input = changed(inputs);
    try {
      await run(input);
    } catch (error) {
      console.error(`seed ${seed}, ${target}, input ${count}: ${JSON.stringify(input.toString('latin1'))}`);
      throw error;
    }
    count++;
  }
  console.log(`${target}: ${count} inputs`);
}

finish(async () => {
  const start = Date.now();
  await search('http_server', start + seconds * 500);
  await search('http_client', start + seconds * 1000);
}).then(() => process.exit(0));
