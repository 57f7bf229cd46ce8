'use strict';
// AsyncLocalStorage and AsyncResource: entering, reading, and what awaits and callbacks cost within one.
const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
const { measure } = require('./_measure.js');

const storage = new AsyncLocalStorage();
const store = { id: 1 };
let sum = 0; // keeps results in use

(async () => {
  await measure('AsyncLocalStorage.run', (times) => { for (let i = 0; i < times; i++) storage.run(store, () => { sum++; }); });
  await measure('AsyncLocalStorage.getStore', (times) => storage.run(store, () => {
    for (let i = 0; i < times; i++) sum += storage.getStore().id;
  }));
  await measure('await within run', (times) => storage.run(store, async () => {
    for (let i = 0; i < times; i++) await i;
    sum += storage.getStore().id;
  }));
  await measure('nextTick within run', (times) => storage.run(store, () => new Promise((resolve) => {
    let left = times;
    process.nextTick(function again() {
      if (--left > 0) process.nextTick(again);
      else resolve();
    });
  })));
  await measure('new AsyncResource', (times) => {
    for (let i = 0; i < times; i++) sum += new AsyncResource('Bench').asyncId() & 1;
  });
  const resource = new AsyncResource('Bench');
  await measure('runInAsyncScope', (times) => {
    for (let i = 0; i < times; i++) resource.runInAsyncScope(() => { sum++; });
  });
  await measure('AsyncResource', (times) => {
    for (let i = 0; i < times; i++) new AsyncResource('Bench').runInAsyncScope(() => { sum++; });
  });
})();
