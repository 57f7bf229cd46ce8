'use strict';
// Messages within one thread, in processor time: MessageChannel, structuredClone, EventTarget.
const { MessageChannel } = require('node:worker_threads');
const { measure } = require('./_measure.js');

const SMALL = { id: 1, name: 'message', values: [1, 2, 3] };
const MANY = Array.from({ length: 50 }, (_, id) => ({ id, name: `name ${id}`, when: new Date(id), tags: new Set(['a', id]) }));
let sum = 0; // keeps results in use

/** One message there, one back, and so on: a turn of the loop each. */
function toAndFro(message) {
  return (times) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    let left = times;
    port2.on('message', (value) => port2.postMessage(value));
    port1.on('message', () => {
      if (--left > 0) return port1.postMessage(message);
      port1.close();
      resolve();
    });
    port1.postMessage(message);
  });
}

(async () => {
  await measure('MessageChannel to and fro, number', toAndFro(1));
  await measure('MessageChannel to and fro, object', toAndFro(SMALL));
  await measure('MessageChannel, 1000 at once', (times) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    let left = times;
    const burst = () => { for (let i = Math.min(left, 1000); i > 0; i--) port1.postMessage(SMALL); };
    port2.on('message', () => {
      if (--left % 1000 !== 0) return;
      if (left > 0) return burst();
      port1.close();
      resolve();
    });
    left = Math.ceil(times / 1000) * 1000;
    burst();
  }));
  await measure('new MessageChannel', (times) => {
    for (let i = 0; i < times; i++) new MessageChannel().port1.close();
  });

  await measure('structuredClone, small object', (times) => {
    for (let i = 0; i < times; i++) sum += structuredClone(SMALL).id;
  });
  await measure('structuredClone, 50 objects with dates and sets', (times) => {
    for (let i = 0; i < times; i++) sum += structuredClone(MANY).length;
  });
  await measure('structuredClone, text', (times) => {
    for (let i = 0; i < times; i++) sum += structuredClone('some text').length;
  });

  const target = new EventTarget();
  target.addEventListener('ping', () => { sum++; });
  const event = new Event('ping');
  await measure('EventTarget, dispatch', (times) => { for (let i = 0; i < times; i++) target.dispatchEvent(event); });
  await measure('EventTarget, new Event', (times) => {
    for (let i = 0; i < times; i++) target.dispatchEvent(new Event('ping'));
  });
  await measure('AbortController', (times) => {
    for (let i = 0; i < times; i++) {
      const controller = new AbortController();
      controller.signal.addEventListener('abort', () => { sum++; });
      controller.abort();
    }
  });
})();
