'use strict';
// The native half of a stream, in the shape that packages know of Node's (`createInflate()._handle.constructor`,
// `process.binding('zlib').Zlib`): ssh2 makes such handles itself.

const { defineHidden } = require('define');
const { Zlib: NativeStream } = binding('zlib');

const kMode = Symbol('mode');

/** `mode`: DEFLATE, INFLATE and so on of zlib.constants; init() begins. */
function Zlib(mode) {
  if (new.target === undefined) throw new TypeError("Class constructor Zlib cannot be invoked without 'new'");
  const handle = Reflect.construct(NativeStream, [], new.target);
  handle[kMode] = mode;
  return handle;
}
Zlib.prototype = NativeStream.prototype;
defineHidden(Zlib.prototype, 'constructor', Zlib);

function reportTo(handle, error) {
  handle.onerror(error.message, error.errno, error.code);
}

const methods = {
  /**
   * Begins. `state`, a Uint32Array, gets after each step how much place is left of the output and how much of the input.
   * `callback`, whose `this` is the handle, comes behind write(). Failures go to handle.onerror(message, errno, code).
   */
  init(windowBits, level, memLevel, strategy, state, callback, dictionary) {
    const parameters = new Int32Array([windowBits, level, memLevel, strategy]);
    this.begin(this[kMode], parameters, dictionary, undefined, state, function(error) {
      if (error === undefined) Reflect.apply(callback, this, []);
      else reportTo(this, error);
    });
  },
  /** A step on the thread pool. Input and output are each: bytes, where in them, how many. */
  write(flush, input, inputOffset, inputLength, output, outputOffset, outputLength) {
    this.step(flush, input, inputOffset, inputLength, output, outputOffset, outputLength);
  },
  /** A step here and now. */
  writeSync(flush, input, inputOffset, inputLength, output, outputOffset, outputLength) {
    try {
      this.stepSync(flush, input, inputOffset, inputLength, output, outputOffset, outputLength);
    } catch (error) {
      if (typeof error?.errno !== 'number') throw error; // not the codec's
      reportTo(this, error);
    }
  },
};
for (const name of Object.keys(methods)) defineHidden(Zlib.prototype, name, methods[name]);

module.exports = { NativeStream, Zlib };
