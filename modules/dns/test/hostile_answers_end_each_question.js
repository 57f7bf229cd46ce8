'use strict';
// The inputs of test/fuzz/dns_answers.js, changed at random; `make fuzz` does it for longer, with sanitizers.
// Usage: hostile_answers_end_each_question.js [SEED [COUNT]]; the seed is always the same, so that a check fails for what was changed.
const { byteSeeds } = require('../../../test/fuzz/byte_seeds');
const { search } = require('../../../test/fuzz/_search');
const finish = require('../../../test/_finish');

const [seed = 1, count = 300] = process.argv.slice(2).map(Number);
finish(() => search('dns_answers', byteSeeds().dns_answers, { seed, count, kept: 3 })).then(() => process.exit());
