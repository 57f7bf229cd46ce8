// eddy only: which comes first, the end of cut data or the limit of the output, depends on chunkSize on Node.
'use strict';
// The inputs of test/fuzz/compressed.js, changed at random; `make fuzz` does it for longer, with sanitizers.
// Usage: hostile_data_come_to_the_same_end_however_cut.js [SEED [COUNT]]; the seed is always the same, so that a check fails for what was changed.
const { byteSeeds } = require('../../../test/fuzz/byte_seeds');
const { search } = require('../../../test/fuzz/_search');
const finish = require('../../../test/_finish');

const [seed = 1, count = 600] = process.argv.slice(2).map(Number);
finish(() => search('compressed', byteSeeds().compressed, { seed, count, kept: 2 })).then(() => process.exit());
