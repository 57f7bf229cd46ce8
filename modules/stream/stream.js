'use strict';
// require('stream'): the legacy Stream class, which carries everything else. What few programs use is loaded when used.
// Also shown: compose, destroy, lending, unwatched, web.
const { Buffer } = require('buffer');
const { Stream } = require('stream/legacy');
const { getDefaultHighWaterMark, setDefaultHighWaterMark } = require('stream/high_water_mark');
const { isDestroyed, isDisturbed, isErrored, isReadable, isWritable } = require('stream/progress');
const { Readable } = require('stream/readable');
const { Writable } = require('stream/writable');
const { Duplex } = require('stream/duplex');
const { PassThrough, Transform } = require('stream/transform');

/** [Duplex, Duplex]: what is written to one is read from the other. `options`: those of a Duplex, for both. */
function duplexPair(options) {
  return require('stream/duplex_pair').duplexPair(options);
}

/** pipeline(...streams, callback): as stream/pipeline. */
function pipeline(...streams) {
  return require('stream/pipeline').pipeline(...streams);
}

/** As stream/abort. */
function addAbortSignal(signal, stream) {
  return require('stream/abort').addAbortSignal(signal, stream);
}

/** As stream/finished. */
function finished(stream, options, callback) {
  return require('stream/finished').finished(...arguments);
}

/** As stream/destroyer. */
function destroy(stream, error) {
  return require('stream/destroyer').destroyer(stream, error);
}

/** As stream/compose. */
function compose(...streams) {
  return require('stream/compose').compose(...streams);
}

const typedArrayTag = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

/** Also true for one of another realm, unlike instanceof. */
function isUint8Array(value) {
  return value instanceof Uint8Array || typedArrayTag.call(value) === 'Uint8Array';
}

function _uint8ArrayToBuffer(chunk) {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

Object.assign(Stream, {
  isDestroyed, isDisturbed, isErrored, isReadable, isWritable,
  Readable, Writable, Duplex, Transform, PassThrough,
  duplexPair, pipeline, addAbortSignal, finished, destroy, compose,
  setDefaultHighWaterMark, getDefaultHighWaterMark,
});

const customPromisify = Symbol.for('nodejs.util.promisify.custom');
Object.defineProperty(pipeline, customPromisify, { __proto__: null, enumerable: true, get: () => require('stream/promises').pipeline });
Object.defineProperty(finished, customPromisify, { __proto__: null, enumerable: true, get: () => require('stream/promises').finished });
Object.defineProperty(Stream, 'promises', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return require('stream/promises'); },
});

Stream.Stream = Stream; // As it was in Node 0.4.
Stream._isArrayBufferView = ArrayBuffer.isView;
Stream._isUint8Array = isUint8Array;
Stream._uint8ArrayToBuffer = _uint8ArrayToBuffer;

module.exports = Stream;
