'use strict';
// Promise jobs: await, then, queueMicrotask.
const { measure } = require('./_measure.js');

(async () => {
  await measure('await of a value', async (times) => {
    for (let i = 0; i < times; i++) await i;
  });

  await measure('await of an async function', async (times) => {
    async function one(i) { return i; }
    for (let i = 0; i < times; i++) await one(i);
  });

  await measure('then chain', (times) => {
    let promise = Promise.resolve(0);
    const add = (value) => value + 1;
    for (let i = 0; i < times; i++) promise = promise.then(add);
    return promise;
  });

  await measure('queueMicrotask', (times) => new Promise((resolve) => {
    let left = times;
    queueMicrotask(function again() {
      if (--left > 0) queueMicrotask(again);
      else resolve();
    });
  }));
})();
