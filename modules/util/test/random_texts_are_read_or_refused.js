'use strict';
// The inputs of test/fuzz/program_texts.js, changed at random; `make fuzz` does it for longer, with sanitizers.
// Usage: random_texts_are_read_or_refused.js [SEED [COUNT]]; the seed is always the same, so that a check fails for what was changed.
const { byteSeeds } = require('../../../test/fuzz/byte_seeds');
const { search } = require('../../../test/fuzz/_search');
const finish = require('../../../test/_finish');

const [seed = 1, count = 800] = process.argv.slice(2).map(Number);
finish(() => search('program_texts', byteSeeds().program_texts, { seed, count, kept: 1 })).then(() => process.exit());
