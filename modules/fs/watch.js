// fs.watch(): reports changes to a file, a directory, or a tree of them, as the system does.
'use strict';
const { EventEmitter } = require('events');
const asyncIds = require('async_ids');
const { within } = require('async_ids/requests');
const { AbortError, ERR_FS_WATCH_QUEUE_OVERFLOW, uvException } = require('errors');
const { validateAbortSignal, validateBoolean, validateInteger, validateObject, validateOneOf } = require('validators');
const { checkEncoding, encodeName, toOptions, toPath, wantsBytes } = require('fs/arguments');
const { UV_DIRENT_DIR } = require('fs/constants');
const { FSEvent } = binding('fs_watch');
const nativeDir = binding('fs_dir');
const nativeEntry = binding('fs_entry');

const { UV_EACCES, UV_ENOENT, UV_ENOTDIR } = binding('uv');

const ENOSPC = -28;
const kStart = Symbol('kFSWatchStart');

function watchError(errno, filename, recursive) {
  const message = errno === ENOSPC ? 'System limit for number of file watchers reached' : '';
  // A tree is looked through in Node, which begins with a stat().
  const error = recursive && (errno === UV_ENOENT || errno === UV_ENOTDIR || errno === UV_EACCES) ?
    uvException({ errno, code: '', syscall: 'stat', path: filename }) : uvException({ errno, syscall: 'watch', path: filename, message });
  error.filename = filename;
  return error;
}

// Written as a function, with enumerable methods: programs copy and patch it.
function FSWatcher() {
  EventEmitter.call(this);
  this._handle = null;
}
Object.setPrototypeOf(FSWatcher.prototype, EventEmitter.prototype);
Object.setPrototypeOf(FSWatcher, EventEmitter);

/** Begins to watch; throws what the system says against it. */
FSWatcher.prototype[kStart] = function(filename, persistent, recursive, encoding) {
  const path = toPath(filename, 'filename');
  const shown = typeof path === 'string' ? path : `${path}`;
  const watched = recursive ? new Tree() : new FSEvent();
  if (asyncIds.tracking.on) asyncIds.startResource(watched, 'FSEVENTWRAP');
  const errno = watched.start(path, persistent, wantsBytes(encoding), within(watched, (status, eventType, name) => {
    if (this._handle === null) return;
    if (status < 0) {
      this.close();
      this.emit('error', watchError(status, shown));
    } else {
      this.emit('change', eventType, name === null ? null : encodeName(name, encoding));
    }
  }));
  if (errno !== 0) throw watchError(errno, shown, recursive);
  this._handle = watched;
};

// Watching starts with fs.watch(); nothing is left to start.
FSWatcher.prototype.start = function() {};

/** Stops watching. */
FSWatcher.prototype.close = function() {
  if (this._handle === null) return;
  if (asyncIds.tracking.on) asyncIds.destroyResource(this._handle);
  this._handle.close();
  this._handle = null;
  require('ticks').nextTick(() => this.emit('close'));
};

/** Lets the watcher keep the loop alive again. */
FSWatcher.prototype.ref = function() {
  this._handle?.ref();
  return this;
};

/** Lets the process end although the watcher is active. */
FSWatcher.prototype.unref = function() {
  this._handle?.unref();
  return this;
};

/**
 * A directory with all below it: a handle for each directory, for Linux watches one directory at a time. Names are
 * paths from the root.
 */
class Tree {
  #root;
  #handles = new Map(); // path from the root, '' the root itself, to its handle
  #persistent;
  #latin1;
  #report;
  #values = new Float64Array(14);

  start(path, persistent, latin1, report) {
    this.#root = `${path}`;
    this.#persistent = persistent;
    this.#latin1 = latin1;
    this.#report = report;
    const errno = this.#watch('');
    if (errno === 0 && this.#isDirectory(this.#root, 0)) this.#watchBelow('', false);
    return errno;
  }

  #absolute(path) {
    if (path === '') return this.#root;
    return this.#root.endsWith('/') ? this.#root + path : `${this.#root}/${path}`;
  }

  /** @param {number} subject 0: what a link leads to, 1: the link itself */
  #isDirectory(path, subject) {
    return nativeEntry.statInto(path, subject, this.#values) === 0 && (this.#values[1] & 0o170000) === 0o040000;
  }

  #watch(path) {
    const handle = new FSEvent();
    const errno = handle.start(this.#absolute(path), this.#persistent, this.#latin1,
                               (status, eventType, name) => this.#onEvent(path, status, eventType, name));
    if (errno === 0) this.#handles.set(path, handle);
    return errno;
  }

  /** Watches the directories in `path` and below; reports every entry where they are new. */
  #watchBelow(path, isNew) {
    let entries;
    try {
      entries = nativeDir.readdir(this.#absolute(path), nativeDir.TREE, true, this.#latin1);
    } catch {
      return; // gone again
    }
    for (let i = 0; i < entries.length; i += 3) {
      const below = join(path, join(entries[i + 2], entries[i]));
      if (entries[i + 1] === UV_DIRENT_DIR && !this.#handles.has(below)) this.#watch(below);
      if (isNew) this.#report(0, 'rename', below);
    }
  }

  #onEvent(directory, status, eventType, name) {
    if (status < 0) return this.#report(status, eventType, name);
    if (name === null) return this.#report(0, eventType, directory === '' ? null : directory);
    const path = join(directory, name);
    // A watched directory reports its own end under its own name.
    if (!this.#handles.has(directory)) return;
    this.#report(0, eventType, path);
    if (eventType !== 'rename' || this.#handles.size === 0) return;
    const isDirectory = this.#isDirectory(this.#absolute(path), 1);
    if (isDirectory && !this.#handles.has(path)) {
      this.#watch(path);
      this.#watchBelow(path, true);
    } else if (!isDirectory && this.#handles.has(path)) {
      this.#forget(path);
    }
  }

  #forget(path) {
    for (const [watched, handle] of this.#handles) {
      if (watched !== path && !watched.startsWith(`${path}/`)) continue;
      handle.close();
      this.#handles.delete(watched);
    }
  }

  close() {
    for (const handle of this.#handles.values()) handle.close();
    this.#handles.clear();
  }

  ref() {
    this.#persistent = true;
    for (const handle of this.#handles.values()) handle.ref();
  }

  unref() {
    this.#persistent = false;
    for (const handle of this.#handles.values()) handle.unref();
  }
}

function join(directory, name) {
  return directory === '' ? name : `${directory}/${name}`;
}

/**
 * Watches `filename`. @returns {FSWatcher} which emits 'change' (eventType, filename), 'error' and 'close'
 * @param {string | {persistent?: boolean, recursive?: boolean, encoding?: string, signal?: AbortSignal}} [options]
 * @param {(eventType: 'rename' | 'change', filename: string | Buffer | null) => void} [listener]
 */
function watch(filename, options, listener) {
  if (typeof options === 'function') listener = options;
  options = { ...toOptions(options) };
  options.persistent ??= true;
  options.recursive ??= false;
  validateBoolean(options.recursive, 'options.recursive');
  filename = toPath(filename);
  const watcher = new FSWatcher();
  watcher[kStart](filename, options.persistent, options.recursive, options.encoding);
  if (listener) watcher.addListener('change', listener);
  const { signal } = options;
  if (signal) {
    const onAbort = () => watcher.close();
    if (signal.aborted) {
      require('ticks').nextTick(onAbort);
    } else {
      signal.addEventListener('abort', onAbort, { once: true });
      watcher.once('close', () => signal.removeEventListener('abort', onAbort));
    }
  }
  return watcher;
}

/** What watchIterator() was given, checked. */
function toIteratorOptions(options) {
  validateObject(options, 'options');
  const { persistent = true, recursive = false, encoding = 'utf8', maxQueue = 2048, overflow = 'ignore',
          signal } = options;
  validateInteger(maxQueue, 'options.maxQueue');
  validateOneOf(overflow, 'options.overflow', ['ignore', 'throw']);
  validateBoolean(persistent, 'options.persistent');
  validateBoolean(recursive, 'options.recursive');
  validateAbortSignal(signal, 'options.signal');
  checkEncoding(encoding);
  return { persistent, recursive, encoding, maxQueue, overflow, signal };
}

/** The events of fs.watch() as an async iterable of {eventType, filename}. */
async function* watchIterator(filename, options) {
  const { persistent, recursive, encoding, maxQueue, overflow, signal } = toIteratorOptions(options);
  const path = toPath(filename);
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  const queue = [];
  let failure;
  let wake = Promise.withResolvers();
  const fail = (error) => {
    failure ??= error;
    wake.resolve();
  };
  const onAbort = () => fail(new AbortError(undefined, { cause: signal.reason }));
  const watcher = new FSWatcher();
  watcher.on('error', fail);
  watcher.on('change', (eventType, filename) => {
    if (queue.length < maxQueue) {
      queue.push({ __proto__: null, eventType, filename });
      wake.resolve();
    } else if (overflow === 'throw') {
      fail(new ERR_FS_WATCH_QUEUE_OVERFLOW(maxQueue));
    } else {
      require('process_object').emitWarning('fs.watch maxQueue exceeded');
    }
  });
  try {
    watcher[kStart](path, persistent, recursive, encoding);
    signal?.addEventListener('abort', onAbort, { once: true });
    for (;;) {
      await wake.promise;
      wake = Promise.withResolvers();
      while (queue.length > 0) yield queue.shift();
      if (failure !== undefined) throw failure;
    }
  } finally {
    watcher.close();
    signal?.removeEventListener('abort', onAbort);
  }
}

module.exports = { FSWatcher, watch, watchIterator };
