'use strict';
// WebAssembly.compile() is waited for, though nothing else keeps the process alive.
const assert = require('node:assert');
const finish = require('../_finish');

const leb = (n) => { const out = []; do { let byte = n & 127; n >>>= 7; if (n) byte |= 128; out.push(byte); } while (n); return out; };
const section = (id, bytes) => [id, ...leb(bytes.length), ...bytes];

// `count` functions, each with a loop over a long body.
function makeModule(count, length) {
  const bodies = [], names = [];
  for (let f = 0; f < count; f++) {
    const code = [1, 1, 0x7f, 3, 0x40];
    for (let i = 0; i < length; i++) code.push(0x20, 0, 0x41, i % 63, 0x73, 0x20, 0, 0x6c, 0x21, 0);
    code.push(0x20, 1, 0x41, 1, 0x6a, 0x22, 1, 0x41, 0x90, 0x03, 0x48, 0x0d, 0, 0x0b, 0x20, 0, 0x0b);
    bodies.push(...leb(code.length), ...code);
    const name = [...Buffer.from(`f${f}`)];
    names.push(name.length, ...name, 0, ...leb(f));
  }
  return new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0,
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7f]), ...section(3, [...leb(count), ...Array(count).fill(0)]),
    ...section(7, [...leb(count), ...names]), ...section(10, [...leb(count), ...bodies])]);
}

let isDone = false;
WebAssembly.instantiate(makeModule(20, 6000)).then(({ instance: { exports } }) => {
  for (let f = 0; f < 20; f++) exports[`f${f}`](1);
  isDone = true;
});
finish.atExit(() => { assert.ok(isDone, 'it was not waited for'); });
