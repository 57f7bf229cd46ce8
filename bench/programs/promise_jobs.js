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

  await measure('await of a promise', async (times) => {
    for (let i = 0; i < times; i++) await new Promise((resolve) => { resolve(i); });
  });

  await measure('await of async functions, three deep', async (times) => {
    async function third(i) { await undefined; return i; }
    async function second(i) { return await third(i) + 1; }
    async function first(i) { return await second(i) + 1; }
    for (let i = 0; i < times; i++) await first(i);
  });

  await measure('Promise.all of ten', async (times) => {
    async function one(i) { return i; }
    for (let i = 0; i < times; i++) await Promise.all(Array.from({ length: 10 }, (_, n) => one(n)));
  });

  await measure('for await of an async generator', async (times) => {
    async function* count() { for (let i = 0; i < times; i++) yield i; }
    for await (const i of count()) if (i < 0) break;
  });

  // Chains of a hundred: one as long as the row would measure how garbage collection copes with millions that wait.
  await measure('then chain', async (times) => {
    const add = (value) => value + 1;
    for (let left = times; left > 0; left -= 100) {
      let promise = Promise.resolve(0);
      for (let i = Math.min(left, 100); i > 0; i--) promise = promise.then(add);
      await promise;
    }
  });

  await measure('queueMicrotask', (times) => new Promise((resolve) => {
    let left = times;
    queueMicrotask(function again() {
      if (--left > 0) queueMicrotask(again);
      else resolve();
    });
  }));
})();
