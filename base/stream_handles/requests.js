// What programs call on the handles below streams by themselves: writes and the end of the stream with a request object,
// and reads that go to a function of theirs. Loaded with the first such call.
'use strict';
const { encodingId } = require('encodings');
const { ERR_INVALID_ARG_TYPE } = require('errors');
const { kOwner, kReceive } = require('stream_handles');

const kReadBytesOrError = 0;
const kArrayBufferOffset = 1;
const kBytesWritten = 2;
const kLastWriteWasAsync = 3;

/** What the last read and the last write gave, at the indexes above. */
const streamBaseState = new Int32Array(4);

/**
 * What a write is given: `oncomplete(status, handle, error)` is called when it did not end at once, which
 * streamBaseState[kLastWriteWasAsync] says. The other fields are the caller's.
 */
class WriteWrap {}

/** What shutdown() is given: `oncomplete(status, handle, error)` is called once the end is sent. */
class ShutdownWrap {
  oncomplete = null;
  callback = null;
  handle = null;
}

function complete(request, handle, status) {
  if (typeof request.oncomplete === 'function') request.oncomplete(status, handle, undefined);
}

function checkRequest(request) {
  if (typeof request !== 'object' || request === null) throw new ERR_INVALID_ARG_TYPE('req', 'Object', request);
}

// `start(done)` writes; the result is that of handle.writeBytes. @returns {number} 0 or a negative errno
function write(handle, request, start) {
  checkRequest(request);
  const before = handle.bytesWritten;
  const result = start((status) => { complete(request, handle, status); });
  streamBaseState[kBytesWritten] = handle.bytesWritten - before;
  streamBaseState[kLastWriteWasAsync] = result > 0 ? 1 : 0;
  return result > 0 ? 0 : result;
}

/** @param {ArrayBufferView} bytes @returns {number} 0 or a negative errno */
function writeBuffer(handle, request, bytes) {
  if (!ArrayBuffer.isView(bytes)) throw new ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], bytes);
  return write(handle, request, (done) => handle.writeBytes(bytes, done));
}

/** @param {string} text @param {string} encoding @returns {number} 0 or a negative errno */
function writeText(handle, request, text, encoding) {
  if (typeof text !== 'string') throw new ERR_INVALID_ARG_TYPE('string', 'string', text);
  return write(handle, request, (done) => handle.writeString(text, encodingId(encoding), done));
}

/**
 * @param {Array} chunks Buffers alone with `allBuffers`; otherwise each followed by its encoding, 'buffer' for Buffers
 * @returns {number} 0 or a negative errno
 */
function writev(handle, request, chunks, allBuffers) {
  if (!Array.isArray(chunks)) throw new ERR_INVALID_ARG_TYPE('chunks', 'Array', chunks);
  const flat = [];
  for (let i = 0; i < chunks.length; i += allBuffers ? 1 : 2) {
    flat.push(chunks[i]);
    if (typeof chunks[i] === 'string') flat.push(encodingId(allBuffers ? 'utf8' : chunks[i + 1]));
  }
  return write(handle, request, (done) => handle.writeMany(flat, done));
}

/** @returns {number} 0: request.oncomplete() comes. Or a negative errno */
function shutdown(handle, request, native) {
  checkRequest(request);
  return native.call(handle, (status) => { complete(request, handle, status); });
}

// --- Reading. ---

const kOnRead = Symbol('onread');

// What reads for the stream that owns the handle, in the shape in which programs put a function of theirs before it.
function onStreamRead(arrayBuffer) {
  const owner = this[kOwner];
  if (owner === null || owner === undefined) return undefined;
  return owner[kReceive]?.(this, streamBaseState[kReadBytesOrError], arrayBuffer);
}

/** @returns {(arrayBuffer?: ArrayBuffer) => void} called with `this` being the handle, for bytes and for the end */
function onReadOf(handle) {
  return handle[kOnRead] ?? onStreamRead;
}

/** From now on `listener` gets what is read: streamBaseState[kReadBytesOrError] bytes, or a negative errno there. */
function setOnRead(handle, listener) {
  handle[kOnRead] = listener;
  handle.onRead(function onRead(count, arrayBuffer) {
    streamBaseState[kReadBytesOrError] = count;
    streamBaseState[kArrayBufferOffset] = 0;
    if (typeof listener === 'function') listener.call(this, count > 0 ? arrayBuffer : undefined);
  });
}

module.exports = {
  kReadBytesOrError, kArrayBufferOffset, kBytesWritten, kLastWriteWasAsync, streamBaseState, WriteWrap, ShutdownWrap,
  writeBuffer, writeText, writev, shutdown, onReadOf, setOnRead,
};
