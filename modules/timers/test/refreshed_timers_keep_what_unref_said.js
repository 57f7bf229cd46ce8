'use strict';
// ref() and unref() say what a timer does while it waits, also of one that has run or was stopped and is started by refresh().
const finish = require('../../../test/_finish');
const assert = finish.plan(8);

const stopped = setTimeout(() => {}, 1).unref();
clearTimeout(stopped);
assert.strictEqual(stopped.hasRef(), false);
assert.strictEqual(stopped.ref().hasRef(), true);
const plain = setTimeout(() => {}, 1);
clearTimeout(plain);
assert.strictEqual(plain.hasRef(), true);
assert.strictEqual(plain.unref().hasRef(), false);

let runs = 0;
const unreferenced = setTimeout(() => { runs++; }, 1).unref();
const referenced = setTimeout(finish.times(2, () => {}), 1);
const wait = setInterval(() => {
  if (runs === 0 || !referenced._destroyed) return;
  clearInterval(wait);
  assert.strictEqual(unreferenced.hasRef(), false);
  assert.strictEqual(referenced.hasRef(), true);
  unreferenced._idleTimeout = 2 ** 30; // it would keep the process for twelve days
  unreferenced.refresh();
  assert.strictEqual(unreferenced.hasRef(), false);
  referenced.refresh(); // keeps the process until it has run again
  assert.strictEqual(referenced.hasRef(), true);
}, 1);
