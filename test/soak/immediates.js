'use strict';
// Ten million immediates: chained, in crowds, and cleared in every order.
const { holdFlat, rounds } = require('./_memory.js');

const PER_ROUND = 500_000;

holdFlat(rounds(1e7 / PER_ROUND), () => new Promise((resolve) => {
  let chain = PER_ROUND / 5;
  const next = () => {
    const [first, second] = [setImmediate(resolve), setImmediate(resolve)];
    clearImmediate(first);
    clearImmediate(second);
    if (--chain > 0) return setImmediate(next);
    for (let i = 0; i < PER_ROUND / 5; i++) setImmediate(() => {});
    let previous = setImmediate(resolve);
    for (let i = 0; i < PER_ROUND / 5; i++) {
      const next = setImmediate(resolve);
      clearImmediate(previous);
      previous = next;
    }
  };
  next();
}));
