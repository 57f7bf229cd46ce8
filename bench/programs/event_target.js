'use strict';
// EventTarget and Event: making events, dispatching them to no, one and three listeners, adding and removing one.
const { measure } = require('./_measure.js');

let calls = 0; // keeps results in use
function listener() { calls++; }

(async () => {
  await measure('new Event', (times) => { for (let i = 0; i < times; i++) calls += new Event('event').type.length; });
  await measure('new Event, cancelable', (times) => {
    for (let i = 0; i < times; i++) calls += new Event('event', { cancelable: true }).cancelable ? 1 : 0;
  });
  await measure('new CustomEvent', (times) => {
    for (let i = 0; i < times; i++) calls += new CustomEvent('event', { detail: i }).detail;
  });
  for (const listeners of [0, 1, 3]) {
    const target = new EventTarget();
    for (let i = 0; i < listeners; i++) target.addEventListener('event', listener.bind(null));
    await measure(`dispatchEvent, ${listeners} ${listeners === 1 ? 'listener' : 'listeners'}`, (times) => {
      for (let i = 0; i < times; i++) target.dispatchEvent(new Event('event'));
    });
  }
  await measure('addEventListener and removeEventListener', (times) => {
    const target = new EventTarget();
    for (let i = 0; i < times; i++) {
      target.addEventListener('event', listener);
      target.removeEventListener('event', listener);
    }
  });
  await measure('new EventTarget, addEventListener, dispatchEvent', (times) => {
    for (let i = 0; i < times; i++) {
      const target = new EventTarget();
      target.addEventListener('event', listener);
      target.dispatchEvent(new Event('event'));
    }
  });
})();
