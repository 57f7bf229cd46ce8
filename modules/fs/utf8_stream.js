// Utf8Stream: writes text to a file in large pieces, as logs want it: buffered, flushed on demand, patient with EAGAIN.
'use strict';
const { EventEmitter } = require('events');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE } = require('errors');
const { parseFileMode, validateBoolean, validateFunction, validateObject, validateOneOf, validateUint32 } =
  require('validators');

const MAX_WRITE = 16 * 1024;
const RETRY_DELAY = 100; // milliseconds

let sleeper;

function sleep(milliseconds) {
  sleeper ??= new Int32Array(new SharedArrayBuffer(4));
  Atomics.wait(sleeper, 0, 0, milliseconds);
}

function isBusy(error) {
  return error.code === 'EAGAIN' || error.code === 'EBUSY';
}

function validateOptionalBoolean(options, name) {
  if (options[name] !== undefined) validateBoolean(options[name], `options.${name}`);
}

/**
 * new Utf8Stream(options). Emits 'ready', 'drain', 'drop' (data beyond maxLength), 'write' (bytes), 'finish', 'close',
 * 'error'.
 */
class Utf8Stream extends EventEmitter {
  #fs;
  #fd = -1;
  #file = null;
  #options;          // as given, with the defaults
  #highWaterMark;
  #queue = [];       // pieces that wait: strings, or arrays of Buffers
  #piece = '';       // the piece being written, or what is left of it
  #length = 0;       // characters or bytes of both
  #writing = false;
  #ending = false;
  #destroyed = false;
  #opening = false;
  #reopening = false;
  #drainScheduled = false;
  #flushWaits = false; // for the file to be opened
  #timer;

  /**
   * @param {{fd?: number, dest?: string, append?: boolean, contentMode?: 'utf8' | 'buffer', fs?: object,
   *   fsync?: boolean, maxLength?: number, maxWrite?: number, minLength?: number, mkdir?: boolean,
   *   mode?: number | string, periodicFlush?: number, retryEAGAIN?: Function, sync?: boolean}} options
   *   lengths: of the buffer, in characters or bytes; periodicFlush: milliseconds
   */
  constructor(options = { __proto__: null }) {
    super();
    validateObject(options, 'options');
    const { append = true, contentMode = 'utf8', dest, fsync = false, maxLength = 0, minLength = 0, mkdir = false,
            mode, periodicFlush = 0, retryEAGAIN = () => true, sync = false } = options;
    const maxWrite = options.maxWrite || MAX_WRITE;
    let { fd } = options;
    fd ??= dest;
    validateOneOf(contentMode, 'options.contentMode', ['buffer', 'utf8']);
    for (const name of ['append', 'fsync', 'mkdir', 'sync']) validateOptionalBoolean(options, name);
    validateUint32(minLength, 'options.minLength');
    validateUint32(maxLength, 'options.maxLength');
    validateUint32(maxWrite, 'options.maxWrite');
    validateUint32(periodicFlush, 'options.periodicFlush');
    validateFunction(retryEAGAIN, 'options.retryEAGAIN');
    if (options.fs !== undefined) validateObject(options.fs, 'options.fs');
    this.#fs = options.fs === undefined ? require('fs') : { __proto__: require('fs'), ...options.fs };
    this.#options = { append, contentMode, fsync, maxLength, maxWrite, minLength, mkdir, mode, periodicFlush,
                      retryEAGAIN, sync };
    this.#highWaterMark = Math.max(minLength, 16387);
    this.#piece = this.#isText ? '' : this.#noBytes;
    if (typeof fd === 'number') {
      this.#fd = fd;
      require('ticks').nextTick(() => this.emit('ready'));
    } else if (typeof fd === 'string') {
      this.#open(fd);
    } else {
      throw new ERR_INVALID_ARG_TYPE('fd', ['number', 'string'], fd);
    }
    if (minLength >= maxWrite) {
      const reason = `should be smaller than maxWrite (${maxWrite})`;
      throw new ERR_INVALID_ARG_VALUE.RangeError('minLength', minLength, reason);
    }
    if (periodicFlush > 0) {
      this.#timer = require('timers').setInterval(() => this.flush(null), periodicFlush);
      this.#timer.unref();
    }
  }

  get #isText() {
    return this.#options.contentMode === 'utf8';
  }

  get #noBytes() {
    return require('buffer').Buffer.alloc(0);
  }

  // --- Opening. ---

  #open(file) {
    const { append, mkdir, sync } = this.#options;
    const mode = this.#options.mode === undefined ? undefined : parseFileMode(this.#options.mode, 'mode');
    const flags = append ? 'a' : 'w';
    this.#opening = true;
    this.#writing = true;
    const opened = (error, fd) => {
      if (error) {
        this.#reopening = false;
        this.#writing = false;
        this.#opening = false;
        if (sync) require('ticks').nextTick(() => this.#report(error));
        else this.#report(error);
        return;
      }
      this.#opened(file, fd);
    };
    const directory = require('path').dirname(file);
    if (sync) {
      try {
        if (mkdir) this.#fs.mkdirSync(directory, { recursive: true });
        opened(null, this.#fs.openSync(file, flags, mode));
      } catch (error) {
        opened(error);
        throw error;
      }
    } else if (mkdir) {
      this.#fs.mkdir(directory, { recursive: true }, (error) => {
        if (error) opened(error);
        else this.#fs.open(file, flags, mode, opened);
      });
    } else {
      this.#fs.open(file, flags, mode, opened);
    }
  }

  #report(error) {
    if (this.listenerCount('error') > 0) this.emit('error', error);
  }

  #opened(file, fd) {
    const wasReopened = this.#reopening;
    this.#fd = fd;
    this.#file = file;
    this.#reopening = false;
    this.#opening = false;
    this.#writing = false;
    if (this.#options.sync) require('ticks').nextTick(() => this.emit('ready'));
    else this.emit('ready');
    if (this.#destroyed) return;
    const { minLength } = this.#options;
    if (!this.#writing && (this.#length > minLength || (this.#flushWaits && this.#length > 0))) this.#writeNext();
    else if (wasReopened && this.#length === 0) this.#drained();
  }

  // --- Writing. ---

  #check() {
    if (this.#destroyed) throw new ERR_INVALID_STATE('Utf8Stream is destroyed');
  }

  /** @returns {boolean} whether there is room for more */
  write(data) {
    if (this.#isText) {
      if (typeof data !== 'string') throw new ERR_INVALID_ARG_TYPE('data', 'string', data);
    } else if (!ArrayBuffer.isView(data)) {
      throw new ERR_INVALID_ARG_TYPE('data', ['Buffer', 'TypedArray', 'DataView'], data);
    }
    this.#check();
    const { maxLength, minLength } = this.#options;
    const length = this.#length + data.length;
    if (maxLength > 0 && length > maxLength) {
      this.emit('drop', data);
      return this.#length < this.#highWaterMark;
    }
    this.#enqueue(data);
    this.#length = length;
    if (!this.#writing && length >= minLength) this.#writeNext();
    return this.#length < this.#highWaterMark;
  }

  /** Adds to the last piece as long as that stays within maxWrite. */
  #enqueue(data) {
    const last = this.#queue.length - 1;
    const { maxWrite } = this.#options;
    if (this.#isText) {
      if (last < 0 || this.#queue[last].length + data.length > maxWrite) this.#queue.push(data);
      else this.#queue[last] += data;
      return;
    }
    if (last < 0 || this.#queue[last].size + data.length > maxWrite) {
      this.#queue.push({ buffers: [data], size: data.length });
    } else {
      this.#queue[last].buffers.push(data);
      this.#queue[last].size += data.length;
    }
  }

  #nextPiece() {
    const next = this.#queue.shift();
    if (next === undefined) return this.#isText ? '' : this.#noBytes;
    if (this.#isText) return next;
    return next.buffers.length === 1 ? next.buffers[0] : require('buffer').Buffer.concat(next.buffers, next.size);
  }

  #writeNow(piece) {
    const written = typeof piece === 'string' ? this.#fs.writeSync(this.#fd, piece, 'utf8') :
      this.#fs.writeSync(this.#fd, piece);
    if (this.#options.fsync) this.#fs.fsyncSync(this.#fd);
    return written;
  }

  #writeNext() {
    this.#writing = true;
    if (this.#piece.length === 0) this.#piece = this.#nextPiece();
    if (this.#options.sync) {
      let written;
      try {
        written = this.#writeNow(this.#piece);
      } catch (error) {
        return this.#failed(error);
      }
      this.#written(written);
      return;
    }
    const done = (error, written) => {
      if (error) return this.#failed(error);
      if (this.#options.fsync) {
        try {
          this.#fs.fsyncSync(this.#fd);
        } catch (syncError) {
          return this.#failed(syncError);
        }
      }
      this.#written(written);
    };
    if (typeof this.#piece === 'string') this.#fs.write(this.#fd, this.#piece, 'utf8', done);
    else this.#fs.write(this.#fd, this.#piece, done);
  }

  #wantsRetry(error, piece) {
    return isBusy(error) && this.#options.retryEAGAIN(error, piece.length, this.#length - piece.length);
  }

  #failed(error) {
    if (this.#wantsRetry(error, this.#piece)) {
      if (this.#options.sync) {
        sleep(RETRY_DELAY);
        this.#writeNext();
      } else {
        require('timers').setTimeout(() => this.#writeNext(), RETRY_DELAY);
      }
      return;
    }
    this.#writing = false;
    this.emit('error', error);
  }

  /** What is left of `piece` after `written` bytes; a character that was cut stays as bytes. */
  #restOf(piece, written) {
    const { Buffer } = require('buffer');
    const size = typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length;
    if (typeof written !== 'number' || written >= size) {
      this.#length = Math.max(0, this.#length - piece.length);
      return this.#isText ? '' : this.#noBytes;
    }
    const rest = (typeof piece === 'string' ? Buffer.from(piece) : piece).subarray(written);
    this.#length = Math.max(0, this.#length - piece.length + rest.length);
    return rest;
  }

  #written(count) {
    this.emit('write', count);
    this.#piece = this.#restOf(this.#piece, count);
    if (this.#destroyed) {
      this.#writing = false;
      return this.#drained();
    }
    if (this.#piece.length > 0) return this.#writeNext();
    if (this.#reopening && !this.#ending) {
      this.#writing = false;
      this.#reopening = false;
      this.reopen();
    } else if (this.#length > this.#options.minLength) {
      this.#writeNext();
    } else if (this.#ending) {
      if (this.#length > 0) return this.#writeNext();
      this.#writing = false;
      this.#close();
    } else {
      this.#writing = false;
      this.#drained();
    }
  }

  #drained() {
    if (!this.#options.sync) return void this.emit('drain');
    if (this.#drainScheduled) return;
    this.#drainScheduled = true;
    require('ticks').nextTick(() => {
      this.#drainScheduled = false;
      this.emit('drain');
    });
  }

  // --- Flushing. ---

  /** Writes what is buffered, unless a write is under way. @param {(error?: Error) => void} [callback] */
  flush(callback = undefined) {
    if (callback !== undefined && callback !== null) validateFunction(callback, 'callback');
    if (this.#destroyed) {
      const error = new ERR_INVALID_STATE('Utf8Stream is destroyed');
      if (!callback) throw error;
      return void callback(error);
    }
    if (this.#options.minLength <= 0) return void callback?.();
    if (callback) this.#whenFlushed(callback);
    this.#flushWaits = this.#opening;
    if (this.#writing) return;
    this.#writeNext();
  }

  #whenFlushed(callback) {
    const settle = (error) => {
      this.removeListener('drain', onDrain);
      this.removeListener('error', settle);
      callback(error);
    };
    const onDrain = () => {
      if (this.#destroyed || this.#options.fsync) return settle();
      this.#fs.fsync(this.#fd, (error) => {
        // A pipe or a terminal has nothing to synchronise.
        settle(error && error.code !== 'EINVAL' ? error : undefined);
      });
    };
    this.once('drain', onDrain);
    this.once('error', settle);
  }

  /** Writes all that is buffered before it returns. */
  flushSync() {
    this.#check();
    if (this.#fd < 0) throw new ERR_INVALID_STATE('Invalid file descriptor');
    let piece = this.#isText ? '' : this.#noBytes;
    // A write under way keeps its piece.
    if (!this.#writing) [piece, this.#piece] = [this.#piece, piece];
    while (piece.length > 0 || this.#queue.length > 0) {
      if (piece.length === 0) piece = this.#nextPiece();
      try {
        piece = this.#restOf(piece, this.#writeNow(piece));
      } catch (error) {
        if (!this.#wantsRetry(error, piece)) {
          this.#putBack(piece);
          throw error;
        }
        sleep(RETRY_DELAY);
      }
    }
  }

  /** What could not be written comes first in the next write. */
  #putBack(piece) {
    if (!this.#isText) this.#queue.unshift({ buffers: [piece], size: piece.length });
    else if (typeof piece === 'string') this.#queue.unshift(piece);
    else this.#piece = piece;
  }

  /** Opens the file anew (or `file`), which a rotation of logs has moved away. */
  reopen(file) {
    this.#check();
    if (this.#opening) return void this.once('ready', () => this.reopen(file));
    if (this.#ending) return;
    if (!this.#file && !file) {
      throw new ERR_INVALID_STATE('Unable to reopen a file descriptor, you must pass a file to SonicBoom');
    }
    if (file) this.#file = file;
    this.#reopening = true;
    if (this.#writing) return;
    const old = this.#fd;
    this.once('ready', () => {
      if (old === this.#fd) return;
      this.#fs.close(old, (error) => { if (error) this.emit('error', error); });
    });
    this.#open(this.#file);
  }

  // --- The end. ---

  /** Flushes, then closes. */
  end() {
    this.#check();
    if (this.#opening) return void this.once('ready', () => this.end());
    if (this.#ending) return;
    this.#ending = true;
    if (this.#writing) return;
    if (this.#length > 0 && this.#fd >= 0) this.#writeNext();
    else this.#close();
  }

  /** Closes; what is buffered is lost. */
  destroy() {
    if (!this.#destroyed) this.#close();
  }

  #close() {
    if (this.#fd === -1) return void this.once('ready', () => this.#close());
    if (this.#timer !== undefined) require('timers').clearInterval(this.#timer);
    this.#destroyed = true;
    this.#queue = [];
    const done = (error) => {
      if (error) return void this.emit('error', error);
      if (this.#ending && !this.#writing) this.emit('finish');
      this.emit('close');
    };
    const close = () => {
      if (this.#fd === 1 || this.#fd === 2) require('ticks').nextTick(done);
      else this.#fs.close(this.#fd, done);
    };
    // What cannot be synchronised is closed all the same.
    if (this.#options.fsync) close();
    else this.#fs.fsync(this.#fd, close);
  }

  [Symbol.dispose]() {
    this.destroy();
  }

  // --- What it was made with. ---

  /** The mode that files are made with, as given. */
  get mode() {
    return this.#options.mode;
  }

  /** The path of the file, or null where it was given as a descriptor. */
  get file() {
    return this.#file;
  }

  /** The descriptor, -1 until the file is open. */
  get fd() {
    return this.#fd;
  }

  /** How much is gathered before it is written. */
  get minLength() {
    return this.#options.minLength;
  }

  /** How much may wait before data is dropped; 0: any amount. */
  get maxLength() {
    return this.#options.maxLength;
  }

  /** Whether a write, or the opening of the file, is under way. */
  get writing() {
    return this.#writing;
  }

  /** Whether it writes synchronously. */
  get sync() {
    return this.#options.sync;
  }

  /** Whether each completed write is followed by fsync. */
  get fsync() {
    return this.#options.fsync;
  }

  /** Whether it appends to the file instead of cutting it. */
  get append() {
    return this.#options.append;
  }

  /** Milliseconds between flushes; 0: none. */
  get periodicFlush() {
    return this.#options.periodicFlush;
  }

  /** 'utf8' for strings, 'buffer' for Buffers. */
  get contentMode() {
    return this.#options.contentMode;
  }

  /** Whether the file's directory is made where it is missing. */
  get mkdir() {
    return this.#options.mkdir;
  }
}

module.exports = { Utf8Stream };
