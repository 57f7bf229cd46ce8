'use strict';
// The two halves of Buffer: FastBuffer, the Uint8Array subclass that every buffer is an instance of, and Buffer, the
// function that users see and that shares its prototype.

const { ERR_INVALID_ARG_TYPE } = require('errors');

/**
 * `new FastBuffer(size)`, zeroed, or `new FastBuffer(arrayBuffer, byteOffset, length)`. Arguments are those of
 * Uint8Array.
 */
class FastBuffer extends Uint8Array {
  // Without default parameters and spread: each buffer is made here.
  constructor(bufferOrLength, byteOffset, length) {
    super(bufferOrLength, byteOffset, length);
  }
}

let warned = false;

function warnOfConstructor() {
  if (warned) return;
  if (!require('options').getOption('--pending-deprecation') && require('call_site').calledFromNodeModules()) return;
  warned = true;
  require('process_object').emitWarning(
    'Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), ' +
    'Buffer.allocUnsafe(), or Buffer.from() methods instead.', 'DeprecationWarning', 'DEP0005');
}

/** Deprecated: use Buffer.alloc(size) or Buffer.from(value, encodingOrOffset, length). */
function Buffer(arg, encodingOrOffset, length) {
  warnOfConstructor();
  if (typeof arg !== 'number') return Buffer.from(arg, encodingOrOffset, length);
  if (typeof encodingOrOffset === 'string') throw new ERR_INVALID_ARG_TYPE('string', 'string', arg);
  return Buffer.alloc(arg);
}

Object.setPrototypeOf(Buffer, Uint8Array);
Object.defineProperty(Buffer, Symbol.species, {
  __proto__: null,
  configurable: true,
  get() {
    return FastBuffer;
  },
});
FastBuffer.prototype.constructor = Buffer;
Buffer.prototype = FastBuffer.prototype;
Object.defineProperty(Buffer, 'prototype', { __proto__: null, enumerable: false });
Buffer.poolSize = 8 * 1024;

module.exports = { Buffer, FastBuffer };
