// eddy only: Node leaves sessions open whose client went away behind goaway().
'use strict';
// Frames at random, and the inputs that test/fuzz starts from, changed, against servers and clients: what is read does not
// depend on how the bytes are cut, what is sent are frames, streams end once, and nothing is left open.
// The seed is always the same, so that a check fails for what was changed; give others to search.
// Usage: random_frames_leave_nothing_open.js [SEED [SECONDS]]
const assert = require('node:assert');
const { randomFrom } = require('../../../test/fuzz/_target');
const { anyFrame } = require('../../../test/fuzz/_frames');
const { seeds } = require('../../../test/fuzz/http2_seeds');
const { came, run } = require('../../../test/fuzz/http2_frames');
const finish = require('../../../test/_finish');

const seed = Number(process.argv[2] ?? 1);
const seconds = Number(process.argv[3] ?? 8);
const MOST_FRAMES = 14;
console.log(`seed ${seed}`);
const random = randomFrom(seed);

/** Frames; now and then some bytes of them are others. */
function anyInput() {
  const start = random(3) === 0 ? [seeds[random(seeds.length)].subarray(2)] : [];
  const frames = Array.from({ length: 1 + random(MOST_FRAMES) }, () => anyFrame(random));
  const bytes = Buffer.concat([...start, ...frames]);
  if (random(3) === 0) for (let i = random(4); i >= 0; i--) bytes[random(bytes.length)] = random(256);
  // (Without a preface there is not much to see.)
  const options = random(10) === 0 ? random(256) : random(256) & ~4;
  return Buffer.concat([Buffer.from([options, random(256)]), bytes]);
}

async function attempt(input, number) {
  try {
    await run(input);
  } catch (error) {
    console.error(`seed ${seed}, input ${number}: Buffer.from('${input.toString('hex')}', 'hex')`);
    throw error;
  }
}

finish(async () => {
  const end = Date.now() + seconds * 1000;
  let count = 0;
  for (const input of seeds) await attempt(input, count++);
  while (Date.now() < end) await attempt(anyInput(), count++);
  console.log(`http2_frames: ${count} inputs`);
  assert.ok(came.ends > 0 && came.bytes > 0, `${came.ends} ends, ${came.bytes} bytes`);
}).then(() => process.exit(0));
