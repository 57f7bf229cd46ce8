// WriteStream: a file as a Writable.
'use strict';
const { isArray } = require('intrinsics');
const { Writable } = require('stream');
const { validateBoolean, validateFunction, parseFileMode } = require('validators');
const { copyOptions, toOptions } = require('fs/arguments');
const { attachFile, checkRange, construct, defineAutoClose, deprecatedOpen, destroyFile, idle, inherit, kBusy,
        kFs } = require('fs/stream_file');
const { Piece, resumeCopying } = require('fs/straight_copy');

const MAX_RETRIES = 5;

/**
 * @param {string | Buffer | URL} path
 * @param {string | {flags?: string, encoding?: string, fd?: number | FileHandle, mode?: number, autoClose?: boolean,
 *   emitClose?: boolean, start?: number, highWaterMark?: number, flush?: boolean, fs?: object, signal?: AbortSignal}}
 *   [options] start: where the first byte goes; flush: whether the file is synchronised before it is closed
 */
function WriteStream(path, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, options);
  options = copyOptions(toOptions(options));
  options.decodeStrings = true; // strings reach _write as Buffers
  options.autoDestroy = options.autoClose ?? true;
  this[kBusy] = false;
  if (options.flush !== undefined && options.flush !== null) validateBoolean(options.flush, 'options.flush');
  this.flush = options.flush ?? false;
  attachFile(this, path, options, []);
  checkMethods(this, options);
  if (this.fd === null) {
    this.flags = options.flags === undefined ? 'w' : options.flags; // open() says what is wrong with them
    this.mode = parseFileMode(options.mode, 'mode', 0o666);
  }
  checkRange(options.start, undefined);
  this.start = options.start;
  this.pos = this.start;
  this.bytesWritten = 0;
  Writable.call(this, options);
  if (options.encoding) this.setDefaultEncoding(options.encoding);
}
inherit(WriteStream, Writable);

/** One of write and writev is enough; without one, the stream does with the other. */
function checkMethods(stream, options) {
  const fs = stream[kFs];
  if (!fs.write && !fs.writev) validateFunction(fs.write, 'options.fs.write');
  if (fs.write) validateFunction(fs.write, 'options.fs.write');
  if (fs.writev) validateFunction(fs.writev, 'options.fs.writev');
  if (stream.flush && fs.fsync !== undefined) validateFunction(fs.fsync, 'options.fs.fsync');
  if (!fs.write) stream._write = null;
  if (!fs.writev) stream._writev = null;
}

defineAutoClose(WriteStream, '_writableState');

const openFile = deprecatedOpen('WriteStream');
WriteStream.prototype.open = openFile;

WriteStream.prototype._construct = function _construct(callback) {
  construct(this, openFile, callback);
};

/** Writes all of `data`, a Buffer or an array of them of `size` bytes; again where the system took only part of it. */
function writeAll(stream, data, size, position, callback, retries = 0) {
  const done = (error, written) => {
    if (error?.code === 'EAGAIN') {
      error = null;
      written = 0;
    }
    if (stream.destroyed || error) return callback(error);
    stream.bytesWritten += written;
    retries = written ? 0 : retries + 1;
    if (written === size) return callback();
    if (retries > MAX_RETRIES) return callback(new Error('writev failed'));
    if (position !== undefined) position += written;
    writeAll(stream, after(data, written), size - written, position, callback, retries);
  };
  if (isArray(data)) stream[kFs].writev(stream.fd, data, position ?? null, done);
  else stream[kFs].write(stream.fd, data, 0, size, position, done);
}

/** What is left of `data` after the first `count` bytes. */
function after(data, count) {
  if (!isArray(data)) return data.subarray(count);
  let first = 0;
  while (count >= data[first].length) count -= data[first++].length;
  const rest = data.slice(first);
  rest[0] = rest[0].subarray(count);
  return rest;
}

function written(stream, error, callback) {
  const isGone = idle(stream, error);
  if (error && !isGone && stream.autoClose) stream.destroy(error);
  callback(error);
  resumeCopying(stream);
}

/** What `_write` is until a program replaces it; `data` may also be a Piece. */
function writeChunk(data, encoding, callback) {
  const position = this.pos;
  this[kBusy] = true;
  if (data instanceof Piece) return data.copyTo(this, (error) => written(this, error, callback));
  if (position !== undefined) this.pos += data.length;
  writeAll(this, data, data.length, position, (error) => written(this, error, callback));
}
WriteStream.prototype._write = writeChunk;

WriteStream.prototype._writev = function(data, callback) {
  const buffers = new Array(data.length);
  let size = 0;
  for (let i = 0; i < data.length; i++) {
    buffers[i] = data[i].chunk;
    size += buffers[i].length;
  }
  const position = this.pos;
  this[kBusy] = true;
  if (position !== undefined) this.pos += size;
  if (size === 0) return written(this, null, callback);
  writeAll(this, buffers, size, position, (error) => written(this, error, callback));
};

WriteStream.prototype._destroy = function(error, callback) {
  if (!this.flush || error || typeof this.fd !== 'number') return destroyFile(this, error, callback);
  this[kFs].fsync(this.fd, (flushError) => destroyFile(this, error || flushError, callback));
};

/** Ends the stream and closes its file, also without autoClose. @param {() => void} [callback] once it is closed */
WriteStream.prototype.close = function(callback) {
  if (callback) {
    if (this.closed) return void require('ticks').nextTick(callback);
    this.on('close', callback);
  }
  // Without autoClose nothing else closes the file at the end.
  if (!this.autoClose) this.on('finish', this.destroy);
  this.end();
};

// Ending closes the file where autoClose says so, and callers of destroySoon want what they wrote to arrive.
WriteStream.prototype.destroySoon = WriteStream.prototype.end;

module.exports = { WriteStream, writeChunk };
