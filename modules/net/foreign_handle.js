// A handle that a program made and gave to a net.Socket: an object with the methods of Node's stream handles (readStart,
// readStop, writeBuffer, writeUtf8String, writev, shutdown, close ...), which get a request object and return 0 or a
// negative errno. It gives what it reads to handle.onread(arrayBuffer), with the count in streamBaseState.
'use strict';
const { Buffer } = require('buffer');
const { UV_ENOTCONN } = binding('uv');
const { errnoException } = require('errors');
const { kOwner } = require('stream_handles');
const {
  kReadBytesOrError, kArrayBufferOffset, kBytesWritten, kLastWriteWasAsync, streamBaseState, WriteWrap, ShutdownWrap,
} = require('stream_handles/requests');
const { kHadError } = require('net/symbols');

const FINISHED_AT_ONCE = 1; // what shutdown() may return besides

// The methods that write strings, by encoding as Buffers name them. Other encodings are decoded here.
const METHODS = {
  '__proto__': null, 'utf8': 'writeUtf8String', 'utf-8': 'writeUtf8String', 'ascii': 'writeAsciiString',
  'latin1': 'writeLatin1String', 'binary': 'writeLatin1String', 'ucs2': 'writeUcs2String', 'ucs-2': 'writeUcs2String',
  'utf16le': 'writeUcs2String', 'utf-16le': 'writeUcs2String',
};

/** What `handle` reads goes to `onRead(count, memory)`, called with the handle as `this`; count: bytes or a negative errno. */
function attach(handle, onRead) {
  handle.onread = function(memory) {
    const count = streamBaseState[kReadBytesOrError];
    if (count === 0) return;
    onRead.call(handle, count, count > 0 ? bytesOf(memory, streamBaseState[kArrayBufferOffset], count) : undefined);
  };
}

// Of an ArrayBuffer, as native handles give it, or of a view on one.
function bytesOf(memory, offset, count) {
  if (ArrayBuffer.isView(memory)) return new Uint8Array(memory.buffer, memory.byteOffset + offset, count);
  return new Uint8Array(memory, offset, count);
}

/** @param {string|Uint8Array} data @param {string} encoding of a string @param {(error?: Error) => void} callback */
function write(handle, data, encoding, callback) {
  const name = typeof data === 'string' ? METHODS[encoding] : 'writeBuffer';
  begin(handle, callback, (request) => {
    return name === undefined ? handle.writeBuffer(request, Buffer.from(data, encoding)) : handle[name](request, data);
  });
}

/** `chunks` as Writable gives them to _writev. */
function writeMany(handle, chunks, callback) {
  const allBuffers = chunks.allBuffers === true;
  const flat = [];
  for (let i = 0; i < chunks.length; i++) {
    flat.push(chunks[i].chunk);
    if (!allBuffers) flat.push(chunks[i].encoding);
  }
  begin(handle, callback, (request) => handle.writev(request, flat, allBuffers));
}

function begin(handle, callback, start) {
  const request = new WriteWrap();
  let owed = callback;
  const answer = (error) => {
    const done = owed;
    owed = null;
    if (done !== null) done(error);
  };
  request.handle = handle;
  request.callback = callback;
  request.oncomplete = (status) => {
    handle[kOwner]?._unrefTimer();
    answer(status < 0 ? errnoException(status, 'write') : null);
  };
  streamBaseState[kBytesWritten] = 0;
  streamBaseState[kLastWriteWasAsync] = 0; // a handle that says nothing has written at once
  const result = start(request);
  if (result) answer(errnoException(result, 'write'));
  else if (streamBaseState[kLastWriteWasAsync] === 0) answer();
}

/** Sends the end after all that was written. */
function shutdown(handle, callback) {
  const request = new ShutdownWrap();
  request.handle = handle;
  request.callback = callback;
  request.oncomplete = () => callback();
  const result = handle.shutdown(request);
  if (result === FINISHED_AT_ONCE || result === UV_ENOTCONN) callback();
  else if (result) callback(errnoException(result, 'shutdown'));
}

/** Closes the handle; `onClosed` is called with it as `this`, whatever the handle calls its callback with. */
function close(handle, hadError, onClosed) {
  handle[kHadError] = hadError;
  handle.close(() => onClosed.call(handle));
}

module.exports = { attach, write, writeMany, shutdown, close };
