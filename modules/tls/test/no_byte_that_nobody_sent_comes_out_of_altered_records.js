'use strict';
// The inputs of test/fuzz/tls_records.js, changed at random; `make fuzz` does it for longer, with sanitizers.
// Usage: no_byte_that_nobody_sent_comes_out_of_altered_records.js [SEED [COUNT]]; the seed is always the same, so that a check fails for what
// was changed.
const { byteSeeds } = require('../../../test/fuzz/byte_seeds');
const { search } = require('../../../test/fuzz/_search');
const finish = require('../../../test/_finish');

const [seed = 1, count = 200] = process.argv.slice(2).map(Number);
finish(() => search('tls_records', byteSeeds().tls_records, { seed, count, kept: 1 })).then(() => process.exit());
