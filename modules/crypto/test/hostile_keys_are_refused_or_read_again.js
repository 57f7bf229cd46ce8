'use strict';
// The inputs of test/fuzz/keys.js, changed at random; `make fuzz` does it for longer, with sanitizers.
// Usage: hostile_keys_are_refused_or_read_again.js [SEED [COUNT]]; the seed is always the same, so that a check fails for what was changed.
const { byteSeeds } = require('../../../test/fuzz/byte_seeds');
const { search } = require('../../../test/fuzz/_search');
const finish = require('../../../test/_finish');

const [seed = 1, count = 800] = process.argv.slice(2).map(Number);
finish(() => search('keys', byteSeeds().keys, { seed, count, kept: 2 })).then(() => process.exit());
