'use strict';
// A billion ticks (times SOAK_SCALE), chained and in crowds.
const { holdFlat, rounds } = require('./_memory.js');

const PER_ROUND = 20_000_000;

function chain(count, done) {
  if (count === 0) return done();
  process.nextTick(chain, count - 1, done);
}

holdFlat(rounds(1e9 / PER_ROUND), () => new Promise((resolve) => {
  let crowds = PER_ROUND / 2 / 100_000;
  const crowd = () => {
    if (crowds-- === 0) return chain(PER_ROUND / 2, resolve);
    for (let i = 1; i < 100_000; i++) process.nextTick(() => {});
    process.nextTick(crowd);
  };
  crowd();
}));
