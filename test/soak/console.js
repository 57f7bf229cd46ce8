'use strict';
// A million lines of console.log to /dev/null (the runner gives it as standard output).
const { holdFlat, rounds } = require('./_memory.js');

const PER_ROUND = 50_000;

holdFlat(rounds(1e6 / PER_ROUND), (round) => {
  for (let i = 0; i < PER_ROUND; i++) console.log('line %d of round', i, round, { i }, [i, 'x']);
});
