// The file behind a ReadStream or WriteStream: a path that is opened, a descriptor, or a FileHandle; reached through
// fs, or what the user gave in its place.
'use strict';
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_METHOD_NOT_IMPLEMENTED, ERR_OUT_OF_RANGE } = require('errors');
const { validateFunction, validateInteger } = require('validators');
const { observing } = require('observing');
const { toDescriptor, toPath } = require('fs/arguments');
const { FileHandle, kRef, kUnref } = require('fs/file_handle');

const kFs = Symbol('kFs');
const kHandle = Symbol('kHandle');
const kBusy = Symbol('kBusy');   // whether a read or write is under way
const kIdle = Symbol('kIdle');   // called once it is done

/** The functions of fs that a stream uses, over a FileHandle. */
function fsOfHandle(handle) {
  return {
    read(fd, buffer, offset, length, position, callback) {
      handle.read(buffer, offset, length, position)
        .then(({ bytesRead }) => callback(null, bytesRead, buffer), (error) => callback(error, 0, buffer));
    },
    write(fd, buffer, offset, length, position, callback) {
      handle.write(buffer, offset, length, position)
        .then(({ bytesWritten }) => callback(null, bytesWritten, buffer), (error) => callback(error, 0, buffer));
    },
    writev(fd, buffers, position, callback) {
      handle.writev(buffers, position)
        .then(({ bytesWritten }) => callback(null, bytesWritten, buffers), (error) => callback(error, 0, buffers));
    },
    fsync(fd, callback) {
      handle.sync().then(() => callback(), callback);
    },
    close(fd, callback) {
      handle[kUnref]();
      handle.close().then(() => callback(), callback);
    },
  };
}

/** Sets path or fd of a stream, and through what it reaches its file. @param {string[]} methods of options.fs */
function attachFile(stream, path, options, methods) {
  const { fd } = options;
  if (fd === undefined || fd === null) {
    stream.fd = null;
    stream[kFs] = options.fs || require('fs');
    validateFunction(stream[kFs].open, 'options.fs.open');
    stream.path = toPath(path);
  } else if (typeof fd === 'number') {
    stream[kFs] = options.fs || require('fs');
    stream.fd = toDescriptor(fd);
  } else if (fd instanceof FileHandle) {
    if (options.fs) throw new ERR_METHOD_NOT_IMPLEMENTED('FileHandle with fs');
    stream[kHandle] = fd;
    stream[kFs] = fsOfHandle(fd);
    stream.fd = fd.fd;
    fd[kRef]();
    fd.once('close', stream.close.bind(stream));
  } else {
    throw new ERR_INVALID_ARG_TYPE('options.fd', ['number', 'FileHandle'], fd);
  }
  for (const method of methods) {
    if (stream[kFs][method] || method === methods[0]) validateFunction(stream[kFs][method], `options.fs.${method}`);
  }
  if (options.autoDestroy && stream[kFs].close !== undefined) validateFunction(stream[kFs].close, 'options.fs.close');
  if (observing.opened !== undefined) observing.opened(stream);
}

/** Checks `start` and `end`, the places of the first and the last byte. */
function checkRange(start, end) {
  if (start !== undefined) validateInteger(start, 'start', 0);
  if (end === undefined || end === Infinity) return;
  validateInteger(end, 'end', 0);
  if (start !== undefined && start > end) throw new ERR_OUT_OF_RANGE('start', `<= "end" (here: ${end})`, start);
}

/** Opens the file of a stream under construction. `openHere` is our own `open` method, which programs replace. */
function construct(stream, openHere, callback) {
  if (typeof stream.fd === 'number') {
    callback();
    return;
  }
  if (stream.open !== openHere) return openByUser(stream, callback);
  openNow(stream, callback);
}

function openNow(stream, callback) {
  stream[kFs].open(stream.path, stream.flags, stream.mode, (error, fd) => {
    if (error) return callback(error);
    stream.fd = fd;
    callback();
    stream.emit('open', fd);
    stream.emit('ready');
  });
}

/** The `open` method of a stream's class, which programs replace; construction does not need it. */
function deprecatedOpen(className) {
  let warned = false;
  return {
    deprecated() {
      if (!warned) {
        warned = true;
        require('process_object').emitWarning(`${className}.prototype.open() is deprecated`, 'DeprecationWarning', 'DEP0135');
      }
      openNow(this, (error) => { if (error) this.destroy(error); });
    },
  }.deprecated;
}

/** Whether a stream ends itself: a property of the class's prototype. */
function defineAutoClose(Class, state) {
  Object.defineProperty(Class.prototype, 'autoClose', {
    __proto__: null,
    configurable: true,
    get() {
      if (!this[state]) throw new ERR_INVALID_THIS(Class.name);
      return this[state].autoDestroy;
    },
    set(value) {
      this[state].autoDestroy = value;
    },
  });
}

/** A replaced `open` method emits 'open' or 'error' when it is done. */
function openByUser(stream, callback) {
  const onOpen = () => {
    stream.removeListener('error', onError);
    callback();
  };
  const onError = (error) => {
    stream.removeListener('open', onOpen);
    const state = stream._writableState || stream._readableState;
    state.errorEmitted = true; // by the user
    stream.destroy(error);
    callback();
  };
  stream.prependOnceListener('open', onOpen);
  stream.prependOnceListener('error', onError);
  stream.open();
}

/** Ends a read or write. Where the stream was destroyed meanwhile, its file can be closed now: returns true. */
function idle(stream, error) {
  stream[kBusy] = false;
  if (!stream.destroyed) return false;
  const done = stream[kIdle];
  stream[kIdle] = undefined;
  done?.(error);
  return true;
}

function closeFile(stream, error, callback) {
  if (stream.fd === null || stream.fd === undefined) return callback(error);
  stream[kFs].close(stream.fd, (closeError) => callback(error || closeError));
  stream.fd = null;
}

/** The _destroy of both streams: closes the file once nothing is under way. */
function destroyFile(stream, error, callback) {
  if (stream[kBusy]) stream[kIdle] = (laterError) => closeFile(stream, error || laterError, callback);
  else closeFile(stream, error, callback);
}

/** What `Readable` and `Writable` share: callable without new, with enumerable methods on the prototype. */
function inherit(Class, Base) {
  Object.setPrototypeOf(Class.prototype, Base.prototype);
  Object.setPrototypeOf(Class, Base);
  Object.defineProperty(Class.prototype, 'pending', {
    __proto__: null,
    configurable: true,
    get() { return this.fd === null; },
  });
}

module.exports = {
  attachFile,
  checkRange,
  construct,
  defineAutoClose,
  deprecatedOpen,
  destroyFile,
  idle,
  inherit,
  kBusy,
  kFs,
};
