'use strict';
// The inputs of test/fuzz/cloned_values.js, changed at random; `make fuzz` does it for longer, with sanitizers.
// Usage: hostile_clones_are_refused_or_cloned_again.js [SEED [COUNT]]; the seed is always the same, so that a check fails for what was changed.
const { byteSeeds } = require('../../../test/fuzz/byte_seeds');
const { search } = require('../../../test/fuzz/_search');
const finish = require('../../../test/_finish');

const [seed = 1, count = 1500] = process.argv.slice(2).map(Number);
finish(() => search('cloned_values', byteSeeds().cloned_values, { seed, count, kept: 0 })).then(() => process.exit());
