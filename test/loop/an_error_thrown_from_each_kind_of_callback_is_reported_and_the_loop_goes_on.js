'use strict';
const fs = require('node:fs');
const { EventEmitter } = require('node:events');
const log = require('./_trace').expectOrder([
  'caught main', 'caught tick', 'caught timer', 'timer after it', 'caught microtask', 'caught rejection',
  'caught io', 'caught immediate', 'immediate after it', 'caught emitter',
]);

process.on('uncaughtException', (error) => log(`caught ${error.message}`));
const fail = (what) => () => { throw new Error(what); };
process.nextTick(fail('tick'));
queueMicrotask(fail('microtask'));
Promise.reject(new Error('rejection'));
setTimeout(fail('timer'), 1);
setTimeout(() => {
  log('timer after it');
  fs.stat(__filename, () => {
    setImmediate(fail('immediate'));
    setImmediate(() => {
      log('immediate after it');
      const emitter = new EventEmitter();
      emitter.on('event', fail('emitter'));
      emitter.emit('event');
    });
    throw new Error('io');
  });
}, 1);
const start = Date.now();
while (Date.now() - start < 5);
throw new Error('main');
