// ssh2 makes a stream's native handle by itself: new Handle(mode), init(), and steps.
'use strict';
const assert = require('node:assert');
const zlib = require('node:zlib');
const finish = require('../../../test/_finish');

const { DEFLATE, INFLATE, Z_DEFAULT_COMPRESSION, Z_PARTIAL_FLUSH, Z_FINISH, Z_DATA_ERROR } = zlib.constants;
const stream = zlib.createInflate();
const Handle = stream._handle.constructor;
assert.strictEqual(Handle.name, 'Zlib');
assert.ok(stream._handle instanceof Handle);
assert.strictEqual(typeof process.binding('zlib').Zlib, 'function');

function begin(mode, done = () => { throw new Error('called'); }) {
  const handle = new Handle(mode);
  const state = new Uint32Array(2);
  handle.onerror = (message, errno, code) => { assert.fail(`${message} ${errno} ${code}`); };
  handle.init(15, Z_DEFAULT_COMPRESSION, 8, 0, state, done, undefined);
  return { handle, state };
}

// writeSync() tells by the state how much place and input are left.
const packed = Buffer.alloc(100);
const deflate = begin(DEFLATE);
deflate.handle.writeSync(Z_PARTIAL_FLUSH, Buffer.from('hello hello'), 0, 11, packed, 10, 90);
assert.strictEqual(deflate.state[1], 0);
const size = 90 - deflate.state[0];
assert.ok(size > 5);
deflate.handle.close();

const text = Buffer.alloc(50);
const inflate = begin(INFLATE);
inflate.handle.writeSync(Z_PARTIAL_FLUSH, packed, 10, size, text, 5, 45);
assert.strictEqual(text.toString('latin1', 5, 5 + 45 - inflate.state[0]), 'hello hello');
inflate.handle.close();

// Failures are told to onerror, and do not throw.
const errors = [];
const broken = begin(INFLATE);
broken.handle.onerror = function(...args) { errors.push(this === broken.handle, ...args); };
broken.handle.writeSync(Z_FINISH, Buffer.from('no such data'), 0, 12, text, 0, 50);
assert.deepStrictEqual(errors, [true, 'incorrect header check', Z_DATA_ERROR, 'Z_DATA_ERROR']);

// write() works elsewhere, and calls back with the handle as `this`, or its onerror.
const later = begin(DEFLATE, finish.once(function() {
  assert.strictEqual(this, later.handle);
  assert.strictEqual(later.state[1], 0);
  assert.strictEqual(zlib.inflateSync(packed.subarray(0, 100 - later.state[0])).toString(), 'later');
}));
later.handle.write(Z_FINISH, Buffer.from('later'), 0, 5, packed, 0, 100);

const failing = begin(INFLATE, finish.never('no success'));
failing.handle.onerror = finish.once(function(message, errno, code) {
  assert.strictEqual(this, failing.handle);
  assert.deepStrictEqual([message, errno, code], ['incorrect header check', Z_DATA_ERROR, 'Z_DATA_ERROR']);
});
failing.handle.write(Z_FINISH, Buffer.from('no such data'), 0, 12, text, 0, 50);
