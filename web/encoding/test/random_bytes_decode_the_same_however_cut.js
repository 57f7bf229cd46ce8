// eddy only: Node 24.12 decodes windows-1252 differently in a stream and whole.
'use strict';
// The inputs of test/fuzz/text_decoder.js, changed at random; `make fuzz` does it for longer, with sanitizers.
// Usage: random_bytes_decode_the_same_however_cut.js [SEED [COUNT]]; the seed is always the same, so that a check fails for what was changed.
const { byteSeeds } = require('../../../test/fuzz/byte_seeds');
const { search } = require('../../../test/fuzz/_search');
const finish = require('../../../test/_finish');

const [seed = 1, count = 1500] = process.argv.slice(2).map(Number);
finish(() => search('text_decoder', byteSeeds().text_decoder, { seed, count, kept: 2 })).then(() => process.exit());
