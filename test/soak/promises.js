'use strict';
// Ten million promise jobs: chains, awaits, crowds, rejections handled late.
const { holdFlat, rounds } = require('./_memory.js');

const PER_ROUND = 250_000;
process.on('unhandledRejection', () => {});

holdFlat(rounds(1e7 / PER_ROUND), async () => {
  for (let i = 0; i < PER_ROUND / 2; i++) await i;
  let chain = Promise.resolve();
  for (let i = 0; i < PER_ROUND / 4; i++) chain = chain.then(() => {});
  await chain;
  const crowd = [];
  for (let i = 0; i < PER_ROUND / 4; i++) crowd.push(i % 100 === 0 ? Promise.reject(i) : Promise.resolve(i));
  await new Promise(setImmediate);
  await Promise.allSettled(crowd);
}, { heap: 2, rss: 48 });
