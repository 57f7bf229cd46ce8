'use strict';
// Emits a second with 0, 1, 2 and 10 listeners and 0 to 5 arguments, and adding and removing. Prints one line a case:
// name, millions a second, best of five rounds. Run it under each runtime in turn: eddy bench/emit.js, node bench/emit.js.

const EventEmitter = require('node:events');

let sink = 0;
const rounds = 5;
const onlyCase = process.argv[2];

function measure(name, count, body) {
  if (onlyCase !== undefined && !name.includes(onlyCase)) return;
  let best = 0;
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    body(count);
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    best = Math.max(best, count / seconds);
  }
  console.log(`${name.padEnd(34)} ${(best / 1e6).toFixed(2).padStart(8)} M/s`);
}

function emitter(listeners) {
  const ee = new EventEmitter();
  ee.setMaxListeners(0);
  ee.on('other', () => {});
  ee.on('another', () => {});
  for (let i = 0; i < listeners; i++) ee.on('event', (a) => { sink += a === undefined ? 1 : a; });
  return ee;
}

// Twelve emitters of six shapes and three events come first, so that the lines after them run with the inline caches of a real program.
const shapes = [1, 2, 3, 4, 5, 6].map((n) => class extends EventEmitter {
  constructor() {
    super();
    for (let i = 0; i < n; i++) this[`field${n}${i}`] = i;
  }
});
const names = ['event', 'data', 'end'];
const mixed = Array.from({ length: 12 }, (_, i) => {
  const ee = new shapes[i % 6]();
  const count = i % 4 === 3 ? 2 : 1;
  for (let k = 0; k < count; k++) ee.on(names[i % 3], new Function('add', 'return (a) => { add(a === undefined ? 1 : a); };')((a) => { sink += a; }));
  ee.on('other', () => {});
  return ee;
});
measure('emit mixed emitters, 0 args', 2e6, (n) => { for (let i = 0; i < n; i++) mixed[i % 12].emit(names[i % 3]); });
measure('emit mixed emitters, 1 arg', 2e6, (n) => { for (let i = 0; i < n; i++) mixed[i % 12].emit(names[i % 3], i); });
measure('emit mixed emitters, 3 args', 2e6, (n) => { for (let i = 0; i < n; i++) mixed[i % 12].emit(names[i % 3], i, 2, 3); });

for (const listeners of [0, 1, 2, 10]) {
  const count = listeners === 10 ? 3e5 : 2e6;
  const ee = emitter(listeners);
  measure(`emit ${listeners} listeners, 0 args`, count, (n) => { for (let i = 0; i < n; i++) ee.emit('event'); });
  measure(`emit ${listeners} listeners, 1 arg`, count, (n) => { for (let i = 0; i < n; i++) ee.emit('event', i); });
  measure(`emit ${listeners} listeners, 2 args`, count, (n) => { for (let i = 0; i < n; i++) ee.emit('event', i, 2); });
  measure(`emit ${listeners} listeners, 3 args`, count, (n) => { for (let i = 0; i < n; i++) ee.emit('event', i, 2, 3); });
  measure(`emit ${listeners} listeners, 5 args`, count, (n) => { for (let i = 0; i < n; i++) ee.emit('event', i, 2, 3, 4, 5); });
}

measure('new EventEmitter', 1e6, (n) => { for (let i = 0; i < n; i++) sink += new EventEmitter()._eventsCount; });

measure('on, off', 1e6, (n) => {
  const ee = emitter(0);
  const listener = () => {};
  for (let i = 0; i < n; i++) {
    ee.on('event', listener);
    ee.off('event', listener);
  }
});

measure('once, emit', 1e6, (n) => {
  const ee = emitter(0);
  const listener = () => { sink++; };
  for (let i = 0; i < n; i++) {
    ee.once('event', listener);
    ee.emit('event');
  }
});

measure('new, 3 on, emit, removeAll', 5e5, (n) => {
  const listener = () => { sink++; };
  for (let i = 0; i < n; i++) {
    const ee = new EventEmitter();
    ee.on('end', listener);
    ee.on('data', listener);
    ee.on('error', listener);
    ee.emit('data', 1);
    ee.removeAllListeners();
  }
});

if (sink < 0) console.log(sink);
