// FileHandle: an open file of fs/promises. Operations under way keep it open; close() waits for them.
'use strict';
const { EventEmitter } = require('events');
const asyncIds = require('async_ids');
const { AbortError, ERR_INTERNAL_ASSERTION, ERR_INVALID_STATE } = require('errors');
const { parseFileMode, validateBoolean, validateBuffer, validateInteger,
        validateObject } = require('validators');
const { toOptions, toPosition, toSeconds } = require('fs/arguments');
const { checkBuffers, checkOwner, checkText, isUtf8, numberOrCurrent, positionOrCurrent, toReadPlace,
        toWritePlace } = require('fs/descriptors');
const { statsFrom } = require('fs/stats');
const { checkFlush, decode, readDefaults, toAppendOptions, toContent, wantsText,
        writeDefaults } = require('fs/whole_files');
const native = binding('fs_descriptor');
const nativeWhole = binding('fs_whole_file');
const nativeEntry = binding('fs_entry');

const kRef = Symbol('kRef');
const kUnref = Symbol('kUnref');

/**
 * An error that the native half made off the stack, with the stack of the async functions that wait for it.
 * `caller`: the function that its stack is not to ssteps.
 */
function traced(error, caller = traced) {
  if (error instanceof Error && !String(error.stack).includes('\n    at ')) Error.captureStackTrace(error, caller);
  return error;
}

// Closes the descriptors of handles that were collected.
let forgotten;

function watchForLoss(handle, fd) {
  forgotten ??= new FinalizationRegistry((fd) => {
    const process = require('process_object');
    native.close(fd, () => {});
    process.emitWarning(`Closing file descriptor ${fd} on garbage collection`);
    process.emitWarning('Closing a FileHandle object on garbage collection is deprecated. Please close FileHandle ' +
      'objects explicitly using FileHandle.prototype.close(). In the future, an error will be thrown if a file ' +
      'descriptor is closed during garbage collection.', 'DeprecationWarning', 'DEP0137');
  });
  forgotten.register(handle, fd, handle);
}

// What a class outside of this file needs of a handle's inside.
let takeDescriptor;
let isFileHandle;
let checkIdle;

/** What fsPromises.open() resolves to. Operations on a closed handle reject with EBADF. Emits 'close'. */
class FileHandle extends EventEmitter {
  #fd = -1;
  #sent = false; // to another thread
  #users = 1; // the owner, and each operation under way
  #hasWebStream = false; // readableWebStream() was called: once only
  #closing = null;
  #closed;    // {resolve, reject} of a close() that waits for operations
  close = () => this.#close(); // a property of its own, so that `const { close } = handle` works

  static {
    isFileHandle = (value) => typeof value === 'object' && value !== null && #fd in value;
    checkIdle = (handle) => {
      if (handle.#users === 1 && handle.#closing === null && handle.#fd >= 0) return;
      const { dataCloneError } = require('messaging');
      throw dataCloneError('Cannot transfer FileHandle while in use');
    };
    takeDescriptor = (handle) => {
      const fd = handle.#fd;
      handle.#fd = -1;
      handle.#sent = true;
      forgotten?.unregister(handle);
      return fd;
    };
  }

  constructor(fd) {
    super();
    this.#fd = fd ?? -1;
    if (this.#fd >= 0 && native.isForeign?.(this.#fd) !== true) watchForLoss(this, this.#fd);
    if (asyncIds.tracking.on) asyncIds.startResource(this, 'FILEHANDLE');
  }

  /** @returns {number} the id that async_hooks have of it */
  getAsyncId() {
    return this[asyncIds.kAsyncId] ??= asyncIds.newAsyncId();
  }

  /** The descriptor, or -1 once closed or sent to another thread. */
  get fd() {
    return this.#fd;
  }

  [kRef]() {
    this.#users++;
  }

  [kUnref]() {
    this.#users--;
    if (this.#users !== 0 || this.#closed === undefined) return;
    this.#closeNow().then(this.#closed.resolve, this.#closed.reject);
  }

  #closeNow() {
    const fd = this.#fd;
    this.#fd = -1;
    forgotten?.unregister(this);
    if (!asyncIds.tracking.on) return native.close(fd, null);
    const request = {};
    asyncIds.startResource(request, 'FILEHANDLECLOSEREQ');
    return native.close(fd, null).finally(() => {
      asyncIds.destroyResource(request);
      asyncIds.destroyResource(this);
    });
  }

  #close() {
    if (this.#fd === -1) return Promise.resolve();
    if (this.#closing !== null) return this.#closing;
    this.#users--;
    if (this.#users === 0) {
      this.#closing = this.#closeNow().finally(() => { this.#closing = null; });
    } else {
      this.#closed = Promise.withResolvers();
      this.#closing = this.#closed.promise.finally(() => {
        this.#closing = null;
        this.#closed = undefined;
      });
    }
    this.emit('close');
    return this.#closing;
  }

  /** Runs `operation(fd)`, holding the file open meanwhile. */
  static async #use(handle, syscall, operation) {
    if (typeof handle !== 'object' || handle === null || !(#fd in handle)) {
      throw new ERR_INTERNAL_ASSERTION('handle must be an instance of FileHandle');
    }
    if (handle.#fd === -1) {
      const error = new Error(handle.#sent ? 'The FileHandle has been transferred' : 'file closed');
      error.code = 'EBADF';
      error.syscall = syscall;
      throw error;
    }
    handle.#users++;
    try {
      return await operation(handle.#fd);
    } catch (error) {
      throw traced(error);
    } finally {
      handle[kUnref]();
    }
  }

  /** @returns {Promise<void>} */
  appendFile(data, options) {
    return FileHandle.#use(this, 'writeFile', (fd) => writeToDescriptor(fd, data, toAppendOptions(options)));
  }

  /** As fs.fchmod(). @returns {Promise<void>} */
  chmod(mode) {
    return FileHandle.#use(this, 'fchmod', (fd) => native.fchmod(fd, parseFileMode(mode, 'mode') | 0, null));
  }

  /** As fs.fchown(). @returns {Promise<void>} */
  chown(uid, gid) {
    return FileHandle.#use(this, 'fchown', (fd) => {
      checkOwner(uid, gid);
      return native.fchown(fd, uid >>> 0, gid >>> 0, null);
    });
  }

  /** As fs.fdatasync(). @returns {Promise<void>} */
  datasync() {
    return FileHandle.#use(this, 'fdatasync', (fd) => native.fdatasync(fd, null));
  }

  /** As fs.fsync(). @returns {Promise<void>} */
  sync() {
    return FileHandle.#use(this, 'fsync', (fd) => native.fsync(fd, null));
  }

  /** @returns {Promise<{bytesRead: number, buffer: ArrayBufferView}>} */
  read(buffer, offset, length, position) {
    return FileHandle.#use(this, 'read', (fd) => readInto(fd, buffer, offset, length, position));
  }

  /** @returns {Promise<{bytesRead: number, buffers: ArrayBufferView[]}>} */
  readv(buffers, position) {
    return FileHandle.#use(this, 'readv', async (fd) => {
      checkBuffers(buffers);
      const bytesRead = await native.readv(fd, buffers, numberOrCurrent(position), null);
      return { __proto__: null, bytesRead, buffers };
    });
  }

  /** All from the current place on. @returns {Promise<Buffer | string>} */
  readFile(options) {
    return FileHandle.#use(this, 'readFile', (fd) => readDescriptor(fd, toOptions(options, readDefaults)));
  }

  /**
   * @param {object} [options] as for createReadStream(): unless autoClose is false, the handle is closed behind the last line,
   *   and when a loop over the lines is left early
   * @returns {readline.Interface} an async iterable of lines
   */
  readLines(options = undefined) {
    const lines = require('readline').createInterface({
      input: this.createReadStream(options),
      crlfDelay: Infinity,
    });
    lines._closesAfterLoop = true;
    return lines;
  }

  /**
   * As fs.fstat().
   * @param {{bigint?: boolean}} [options]
   * @returns {Promise<Stats | BigIntStats>}
   */
  stat(options) {
    const query = options?.bigint ? nativeEntry.fstatBig : nativeEntry.fstat;
    return FileHandle.#use(this, 'fstat', async (fd) => statsFrom(await query(fd, null)));
  }

  /** As fs.ftruncate(). @returns {Promise<void>} */
  truncate(len = 0) {
    return FileHandle.#use(this, 'ftruncate', (fd) => {
      validateInteger(len, 'len');
      return native.ftruncate(fd, Math.max(0, len), null);
    });
  }

  /** As fs.futimes(). @returns {Promise<void>} */
  utimes(atime, mtime) {
    return FileHandle.#use(this, 'futimes', (fd) => (
      native.futimes(fd, toSeconds(atime, 'atime'), toSeconds(mtime, 'mtime'), null)));
  }

  /** @returns {Promise<{bytesWritten: number, buffer: ArrayBufferView | string}>} */
  write(buffer, offset, length, position) {
    return FileHandle.#use(this, 'write', (fd) => writeFrom(fd, buffer, offset, length, position));
  }

  /** @returns {Promise<{bytesWritten: number, buffers: ArrayBufferView[]}>} */
  writev(buffers, position) {
    return FileHandle.#use(this, 'writev', async (fd) => {
      checkBuffers(buffers);
      if (buffers.length === 0) return { __proto__: null, bytesWritten: 0, buffers };
      const bytesWritten = await native.writev(fd, buffers, numberOrCurrent(position), null);
      return { __proto__: null, bytesWritten, buffers };
    });
  }

  /**
   * Writes at the current place, without cutting the file.
   * @param {string | ArrayBufferView | Iterable | AsyncIterable} data
   * @param {string | {encoding?: string, flush?: boolean, signal?: AbortSignal}} [options]
   * @returns {Promise<void>}
   */
  writeFile(data, options) {
    return FileHandle.#use(this, 'writeFile', (fd) => writeToDescriptor(fd, data, toOptions(options, writeDefaults)));
  }

  /**
   * A byte stream of the file.
   * @param {{autoClose?: boolean}} [options] autoClose: whether the handle is closed at the stream's end
   */
  readableWebStream(options = { __proto__: null, autoClose: false }) {
    if (this.#fd === -1) throw new ERR_INVALID_STATE('The FileHandle is closed');
    if (this.#closing !== null) throw new ERR_INVALID_STATE('The FileHandle is closing');
    validateObject(options, 'options');
    const { autoClose = false } = options;
    validateBoolean(autoClose, 'options.autoClose');
    if (this.#hasWebStream) throw new ERR_INVALID_STATE('The FileHandle is locked');
    this.#hasWebStream = true;
    return makeWebStream(this, autoClose);
  }

  /** A ReadStream of this file; it closes the handle at its end unless `options.autoClose` is false. */
  createReadStream(options = undefined) {
    return new (require('fs/read_stream').ReadStream)(undefined, { ...options, fd: this });
  }

  /** A WriteStream of this file; it closes the handle at its end unless `options.autoClose` is false. */
  createWriteStream(options = undefined) {
    return new (require('fs/write_stream').WriteStream)(undefined, { ...options, fd: this });
  }

  async [Symbol.asyncDispose]() {
    await this.close();
  }
}

const WEB_STREAM_CHUNK = 16384;

function makeWebStream(handle, autoClose) {
  const { ReadableStream } = require('stream/web');
  let open = true;
  const finish = async () => {
    if (!open) return;
    open = false;
    handle.removeListener('close', onClose);
    handle[kUnref]();
    if (autoClose) await handle.close();
  };
  let controller;
  const onClose = () => {
    if (!open) return;
    controller.close();
    return finish();
  };
  const stream = new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: WEB_STREAM_CHUNK,
    start(streamController) {
      controller = streamController;
    },
    async pull(controller) {
      const { view } = controller.byobRequest;
      const { bytesRead } = await handle.read(view, view.byteOffset, view.byteLength);
      if (bytesRead === 0) {
        controller.close();
        await finish();
      }
      controller.byobRequest.respond(bytesRead);
    },
    cancel: finish,
  });
  handle[kRef]();
  handle.once('close', onClose);
  return stream;
}

// --- What handles and paths have in common. ---

async function readInto(fd, bufferOrOptions, offset, length, position) {
  let buffer = bufferOrOptions;
  if (!ArrayBuffer.isView(buffer)) {
    // read() and read(options)
    if (bufferOrOptions !== undefined) validateObject(bufferOrOptions, 'options', { nullable: true });
    ({
      buffer = require('buffer').Buffer.alloc(16384),
      offset = 0,
      length = buffer.byteLength - offset,
      position = null,
    } = bufferOrOptions ?? { __proto__: null });
    validateBuffer(buffer);
  } else if (offset !== null && typeof offset === 'object') {
    // read(buffer, options)
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset);
  }
  if (offset === undefined || offset === null) offset = 0;
  length ??= buffer.byteLength - offset;
  const place = toReadPlace(buffer, offset, length);
  if (place === null) return { __proto__: null, bytesRead: 0, buffer };
  const bytesRead = await native.read(fd, buffer, place.offset, place.length, toPosition(position, place.length), null);
  return { __proto__: null, bytesRead, buffer };
}

async function writeFrom(fd, buffer, offsetOrOptions, length, position) {
  if (ArrayBuffer.isView(buffer)) {
    let offset = offsetOrOptions;
    if (offset !== null && typeof offset === 'object') {
      ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions);
    }
    if (buffer.byteLength === 0) return { __proto__: null, bytesWritten: 0, buffer };
    const place = toWritePlace(buffer, offset, length);
    const bytesWritten =
      await native.write(fd, buffer, place.offset, place.length, positionOrCurrent(position), null);
    return { __proto__: null, bytesWritten, buffer };
  }
  checkText(buffer, length);
  const at = positionOrCurrent(offsetOrOptions);
  if (isUtf8(length)) {
    return { __proto__: null, bytesWritten: await native.writeString(fd, buffer, at, null), buffer };
  }
  const bytes = require('buffer').Buffer.from(buffer, length);
  return { __proto__: null, bytesWritten: await native.write(fd, bytes, 0, bytes.length, at, null), buffer };
}

function abortError(signal) {
  return new AbortError(undefined, { cause: signal.reason });
}

function throwIfAborted(signal) {
  if (signal?.aborted) throw abortError(signal);
}

/** What `start(flag)` gives, or an AbortError as soon as `signal` says so; the flag then stops the work itself. */
function abortable(signal, start) {
  throwIfAborted(signal);
  const flag = new Uint8Array(1);
  const { promise, resolve, reject } = Promise.withResolvers();
  const onAbort = () => {
    flag[0] = 1;
    reject(abortError(signal));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  start(flag).then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  return promise;
}

async function readDescriptor(fd, { encoding, signal }) {
  const read = wantsText(encoding) ? nativeWhole.readDescriptorText : nativeWhole.readDescriptor;
  if (signal === undefined || signal === null) return decode(await read(fd, undefined, null), encoding);
  return decode(await abortable(signal, (flag) => read(fd, flag, null)), encoding);
}

/** A stream, or something else that is iterated over, but no string and no view. */
function isIterable(data) {
  return data !== null && typeof data === 'object' && !ArrayBuffer.isView(data) &&
    (typeof data[Symbol.asyncIterator] === 'function' || typeof data[Symbol.iterator] === 'function');
}

/**
 * Writes what `pieces`, an iterable of strings and views, gives to `fd`, one after the other; then fsync with `flush`.
 * Rejects with an AbortError once `options.signal` is aborted.
 */
async function writePieces(fd, pieces, options, flush) {
  const { encoding, signal } = options;
  throwIfAborted(signal);
  for await (const piece of pieces) {
    throwIfAborted(signal);
    const content = ArrayBuffer.isView(piece) || typeof piece === 'string' ? piece : require('buffer').Buffer.from(piece);
    await nativeWhole.writeDescriptor(fd, toContent(content, encoding || 'utf8'), false, undefined, null);
    throwIfAborted(signal);
  }
  if (flush) await native.fsync(fd, null);
}

async function writeToDescriptor(fd, data, options) {
  const flush = checkFlush(options);
  const { encoding, signal } = options;
  if (isIterable(data)) return writePieces(fd, data, options, flush);
  const content = toContent(data, encoding);
  if (signal === undefined || signal === null) return nativeWhole.writeDescriptor(fd, content, flush, undefined, null);
  return abortable(signal, (flag) => nativeWhole.writeDescriptor(fd, content, flush, flag, null));
}

require('cloneable').setCloneSteps(FileHandle, {
  kind: 'FileHandle',
  reader: 'fs/file_handle',
  is: isFileHandle,
  transferable: true,
  transferOnly: true,
  checkTransfer: checkIdle,
  /** Takes the descriptor out of the handle, to be sent to another thread. */
  serialize: (handle) => new (binding('fs_transfer').SentDescriptor)(takeDescriptor(handle)),
});

/** The handle that was sent by another thread. */
function deserialize(sent) {
  return new FileHandle(sent.take());
}

module.exports = { FileHandle, deserialize, abortable, isIterable, kRef, kUnref, traced, writePieces };
