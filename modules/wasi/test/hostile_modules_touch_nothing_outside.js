// eddy only: Node's WASI closes the program's own descriptors
'use strict';
// The inputs of test/fuzz/wasi_calls.js, changed at random; `make fuzz` does it for longer, with sanitizers.
// Usage: hostile_modules_touch_nothing_outside.js [SEED [COUNT]]; the seed is always the same, so that a check fails for what was changed.
const { byteSeeds } = require('../../../test/fuzz/byte_seeds');
const { search } = require('../../../test/fuzz/_search');
const finish = require('../../../test/_finish');

const [seed = 1, count = 800] = process.argv.slice(2).map(Number);
finish(() => search('wasi_calls', byteSeeds().wasi_calls, { seed, count, kept: 0 })).then(() => process.exit());
