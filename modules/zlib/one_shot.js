'use strict';
// Whole buffers: gzip(buffer, callback), gzipSync(buffer) and their like. One call is one trip to the thread pool; the
// Sync forms run in place.

const { Buffer } = require('buffer');
const { ERR_INVALID_ARG_TYPE } = require('errors');
const { named } = require('observing');
const { isAnyArrayBuffer } = require('types');
const { validateFunction } = require('validators');
const { CommonOptions, codecOptions, familyOf } = require('zlib/options');
const native = binding('zlib');

require('async_ids/requests').trackRequests(native, { run: 'ZLIB' });

const asyncKinds = ['string', 'Buffer', 'TypedArray', 'DataView'];
const syncKinds = ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'];

function bytesOf(data, name, kinds) {
  if (typeof data === 'string') return Buffer.from(data);
  if (ArrayBuffer.isView(data) || isAnyArrayBuffer(data)) return data;
  throw new ERR_INVALID_ARG_TYPE(name, kinds, data);
}

function run(mode, bytes, options, callback) {
  const { finishFlush, maxOutputLength } = new CommonOptions(options, familyOf(mode));
  const { parameters, dictionary, pledgedSize } = codecOptions(options, mode);
  return native.run(mode, parameters, dictionary, pledgedSize, finishFlush, maxOutputLength, bytes, callback);
}

/** With `info: true` the result says too which stream did it. */
function informed(buffer, engine) {
  return { buffer, engine };
}

function viewOf(bytes) {
  return ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes);
}

function runInformed(Class, bytes, options, callback) {
  const engine = new Class(options);
  const chunks = [];
  engine.on('error', callback);
  engine.on('data', (chunk) => { chunks.push(chunk); });
  engine.on('end', () => {
    engine.close();
    callback(null, informed(Buffer.concat(chunks), engine));
  });
  engine.end(viewOf(bytes));
}

/** Calls back. An error was made off the stack: with frames it is shown as an error that was thrown. */
function answer(callback, results) {
  if (results[0]) Error.captureStackTrace(results[0], answer);
  callback(...results);
}

/** The function (buffer[, options], callback) for streams of that class. */
function asyncForm(Class, mode) {
  // Node.js calls them all so, and shows it.
  return function asyncBufferWrapper(buffer, options, callback) {
    if (typeof options === 'function') {
      callback = options;
      options = undefined;
    }
    validateFunction(callback, 'callback');
    callback = named(callback);
    // A stream that ends with nothing is what null comes to.
    const bytes = bytesOf(buffer ?? '', 'chunk', asyncKinds);
    if (options?.info) runInformed(Class, bytes, options, callback);
    else run(mode, bytes, options, (...results) => answer(callback, results));
  };
}

/** The function (buffer[, options]) for streams of that class. */
function syncForm(Class, mode) {
  return function syncBufferWrapper(buffer, options) {
    const bytes = bytesOf(buffer, 'buffer', syncKinds);
    if (!options?.info) return run(mode, bytes, options);
    const engine = new Class(options);
    return informed(engine._processChunk(viewOf(bytes), engine._finishFlushFlag), engine);
  };
}

module.exports = { asyncForm, syncForm };
