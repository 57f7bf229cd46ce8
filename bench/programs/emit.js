'use strict';
// EventEmitter: emit with 0 to 3 arguments to 1, 3 and 10 listeners, adding and removing one, events.once().
const { EventEmitter, once } = require('node:events');
const { measure } = require('./_measure.js');

let calls = 0;
function listener(a, b) { calls += b === undefined ? 1 : 2; }

(async () => {
  for (const listeners of [1, 3, 10]) {
    const emitter = new EventEmitter();
    for (let i = 0; i < listeners; i++) emitter.on('event', listener.bind(null));
    const many = listeners === 1 ? '1 listener' : `${listeners} listeners`;
    await measure(`emit, 0 arguments, ${many}`, (times) => { for (let i = 0; i < times; i++) emitter.emit('event'); });
    await measure(`emit, 1 argument, ${many}`, (times) => { for (let i = 0; i < times; i++) emitter.emit('event', i); });
    await measure(`emit, 2 arguments, ${many}`, (times) => { for (let i = 0; i < times; i++) emitter.emit('event', i, 2); });
    await measure(`emit, 3 arguments, ${many}`, (times) => { for (let i = 0; i < times; i++) emitter.emit('event', i, 2, 3); });
  }
  await measure('on and off', (times) => {
    const emitter = new EventEmitter();
    for (let i = 0; i < times; i++) {
      emitter.on('event', listener);
      emitter.off('event', listener);
    }
  });
  await measure('once', (times) => {
    const emitter = new EventEmitter();
    for (let i = 0; i < times; i++) {
      emitter.once('event', listener);
      emitter.emit('event', i);
    }
  });
  await measure('new EventEmitter', (times) => {
    for (let i = 0; i < times; i++) calls += new EventEmitter().listenerCount('event');
  });
  await measure('new, on, emit', (times) => {
    for (let i = 0; i < times; i++) {
      const emitter = new EventEmitter();
      emitter.on('event', listener);
      emitter.emit('event', i);
    }
  });
  await measure('subclass with four events', (times) => {
    class Connection extends EventEmitter {}
    for (let i = 0; i < times; i++) {
      const emitter = new Connection();
      emitter.on('data', listener).on('end', listener).on('error', listener).once('close', listener);
      emitter.emit('data', i);
      emitter.emit('end');
      emitter.emit('close');
    }
  });
  await measure('events.once', async (times) => {
    const emitter = new EventEmitter();
    for (let i = 0; i < times; i++) {
      const waits = once(emitter, 'event');
      emitter.emit('event', i);
      await waits;
    }
  });
})();
