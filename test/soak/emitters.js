'use strict';
// A million listeners put on and taken off, of emitters that live and of ones that go.
const EventEmitter = require('node:events');
const { holdFlat, rounds } = require('./_memory.js');

const PER_ROUND = 50_000;
const lasting = new EventEmitter();
const target = new EventTarget();

holdFlat(rounds(1e6 / PER_ROUND), async () => {
  for (let i = 0; i < PER_ROUND; i++) {
    const listener = () => i;
    lasting.on('a', listener).once('b', listener).emit('b');
    lasting.emit('a');
    lasting.off('a', listener);
    new EventEmitter().on(`event ${i}`, listener).emit(`event ${i}`);
    lasting.once(`event ${i}`, listener).emit(`event ${i}`);
    target.addEventListener('a', listener);
    target.removeEventListener('a', listener);
  }
  for (let i = 0; i < 1000; i++) {
    const waiting = EventEmitter.once(lasting, 'c');
    lasting.emit('c', i);
    await waiting;
    const controller = new AbortController();
    EventEmitter.once(lasting, 'd', { signal: controller.signal }).catch(() => {});
    controller.abort();
    AbortSignal.any([controller.signal, AbortSignal.timeout(1e6)]);
  }
});
