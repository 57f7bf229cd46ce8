// ReadStream: a file, or part of one, as a Readable.
'use strict';
const { Readable, finished } = require('stream');
const { errorOrDestroy } = require('stream/destroy');
const { copyOptions, toOptions } = require('fs/arguments');
const { parseFileMode } = require('validators');
const { read } = require('fs/descriptors');
const { attachFile, checkRange, construct, defineAutoClose, deprecatedOpen, destroyFile, idle, inherit, kBusy,
        kFs } = require('fs/stream_file');
const { kLend } = require('stream/lending');
const { copyDestination, copyPiece, onlyReader } = require('fs/straight_copy');

const CHUNK = 64 * 1024;

/**
 * @param {string | Buffer | URL} path
 * @param {string | {flags?: string, encoding?: string, fd?: number | FileHandle, mode?: number, autoClose?: boolean,
 *   emitClose?: boolean, start?: number, end?: number, highWaterMark?: number, fs?: object, signal?: AbortSignal}}
 *   [options] start and end: the first and the last byte; highWaterMark: 64 KiB
 */
function ReadStream(path, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, options);
  options = copyOptions(toOptions(options));
  options.highWaterMark ??= CHUNK;
  options.autoDestroy = options.autoClose ?? true;
  this[kBusy] = false;
  attachFile(this, path, options, ['read']);
  if (this.fd === null) {
    this.flags = options.flags === undefined ? 'r' : options.flags; // open() says what is wrong with them
    this.mode = parseFileMode(options.mode, 'mode', 0o666);
  }
  checkRange(options.start, options.end);
  this.start = options.start;
  this.end = options.end ?? Infinity;
  this.pos = this.start;
  this.bytesRead = 0;
  Readable.call(this, options);
  if (options.encoding) this.setEncoding(options.encoding);
}
inherit(ReadStream, Readable);

defineAutoClose(ReadStream, '_readableState');

const openFile = deprecatedOpen('ReadStream');
ReadStream.prototype.open = openFile;

ReadStream.prototype._construct = function _construct(callback) {
  construct(this, openFile, callback);
};

/** What `_read` is until a program replaces it. */
function readFile(size) {
  const done = this.pos === undefined ? this.bytesRead : this.pos;
  size = Math.min(this.end - done + 1, size);
  if (size <= 0) {
    this.push(null);
    return;
  }
  const dest = copyDestination(this);
  if (dest !== null) copyPiece(this, dest);
  else readChunk(this, size);
}
ReadStream.prototype._read = readFile;

function readChunk(stream, size) {
  const fs = stream[kFs];
  stream[kBusy] = true;
  fs.read(stream.fd, memory(size), 0, size, stream.pos, (error, bytesRead, buffer) => {
    if (idle(stream, error)) return;
    if (error) return errorOrDestroy(stream, error);
    if (!(bytesRead > 0)) {
      spare(buffer, fs);
      return void stream.push(null);
    }
    if (stream.pos !== undefined) stream.pos += bytesRead;
    stream.bytesRead += bytesRead;
    if (bytesRead === CHUNK && buffer.length === CHUNK) pushWhole(stream, buffer);
    else stream.push(bytesRead === buffer.length ? buffer : fitting(buffer, bytesRead, fs));
  });
}

/** A chunk that only an HTTP response has seen is used again when the kernel has it. */
function pushWhole(stream, buffer) {
  const reader = onlyReader(stream);
  stream.push(buffer);
  if (reader !== null && reader[kLend] !== undefined) reader[kLend](buffer, takeBack);
}

function takeBack(buffer) {
  if (spares.length < MAX_SPARES) spares.push(buffer);
}

/** The bytes that were read, without the room for more where that is much. */
function fitting(buffer, size, fs) {
  const part = buffer.subarray(0, size);
  if (size > buffer.length / 2) return part;
  const copy = require('buffer').Buffer.allocUnsafeSlow(size);
  copy.set(part);
  spare(buffer, fs);
  return copy;
}

// A pool of chunks: memory that many responses are read into in turn stays in the processor's caches, and is no work for
// the garbage collector.
const spares = [];
const MAX_SPARES = 64;

function memory(size) {
  if (size === CHUNK && spares.length > 0) return spares.pop();
  return require('buffer').Buffer.allocUnsafeSlow(size);
}

/** `fs` is what read into it. */
function spare(buffer, fs) {
  if (buffer?.length === CHUNK && fs.read === read) takeBack(buffer);
}

ReadStream.prototype._destroy = function(error, callback) {
  destroyFile(this, error, callback);
};

/** Destroys the stream. @param {(error: Error?) => void} [callback] once it is closed */
ReadStream.prototype.close = function(callback) {
  if (typeof callback === 'function') finished(this, callback);
  this.destroy();
};

module.exports = { ReadStream, readFile };
