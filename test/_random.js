'use strict';
// Random numbers of tests, the same in every run with the same seed.

/**
 * @param {number} seed an integer
 * @returns {(n: number) => number} an integer from 0 to n - 1, n up to 2^24
 */
function randomFrom(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % n;
  };
}

module.exports = { randomFrom };
