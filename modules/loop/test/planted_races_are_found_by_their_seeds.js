// eddy only: --fuzz-seed
'use strict';
// A short form of `make races`, which looks for them: here each runs with a seed that is known to find it.
const assert = require('node:assert');
const path = require('node:path');
const finish = require('../../../test/_finish');
const { eddy } = require('./_asking');

const races = path.join(__dirname, '../../../test/races');
const SEEDS = {
  __proto__: null,
  agent_timeout: 6,
  job_state: 12,
  last_answer: 4,
  make_folders: 4,
  reconnect: 13,
  roll_log: 1,
  session_gone: 4,
  shared_transport: 1,
  sign_up_twice: 4,
  token_renewal: 24,
  upload_next: 4,
  waterfall_counter: 4,
};

async function tryBoth(name, seed) {
  const file = path.join(races, `${name}.js`);
  const found = await eddy([`--fuzz-seed=${seed}`, file]);
  assert.strictEqual(found.code, 1, `${name}: ${found.stderr}`);
  const mended = await eddy([`--fuzz-seed=${seed}`, file, 'mended']);
  assert.strictEqual(mended.code, 0, `${name}: ${mended.stderr}`);
}

finish(async () => {
  const waiting = Object.entries(SEEDS);
  await Promise.all(Array.from({ length: 4 }, async () => {
    for (let next; (next = waiting.pop()) !== undefined;) await tryBoth(...next);
  }));
});
