// Dir: a directory that is read some entries at a time.
'use strict';
const { ERR_DIR_CLOSED, ERR_DIR_CONCURRENT_OPERATION, ERR_INVALID_THIS, ERR_MISSING_ARGS } = require('errors');
const { validateBoolean, validateFunction, validateUint32 } = require('validators');
const { bareObject } = require('intrinsics');
const asyncIds = require('async_ids');
const { named } = require('observing');
const { encodeName, toCallback, toOptions, toPath, wantsBytes } = require('fs/arguments');
const { Dirent } = require('fs/dirent');
const native = binding('fs_dir');

const defaultOptions = Object.freeze(bareObject({ encoding: 'utf8' }));

function toDirOptions(options) {
  options = toOptions(options, defaultOptions);
  const { bufferSize = 32, encoding = 'utf8', recursive = false } = options;
  validateUint32(bufferSize, 'options.bufferSize', true);
  return { bufferSize, encoding, recursive: recursive ?? false };
}

/**
 * An open directory: read() and readSync() give a Dirent at a time, `for await` all of them. Entries come in the
 * system's order.
 */
class Dir {
  #root;
  #path;
  #options;
  #entries = [];      // read from the system, not yet given out
  #next = 0;          // the first of them that is still to come
  #closed = false;
  #waiting = null;    // operations that wait for the one under way; null: none is under way
  #handle;            // the directory being read: the root, or with `recursive` one below it
  #handlePath;
  #below = [];        // paths of directories that are still to be read

  /** Made by opendir(); `handle` is the native half. */
  constructor(handle, path, options) {
    if (handle === undefined || handle === null) throw new ERR_MISSING_ARGS('handle');
    this.#root = handle;
    this.#handle = handle;
    if (asyncIds.tracking.on) asyncIds.startResource(handle, 'DIRHANDLE');
    this.#path = path;
    this.#handlePath = path;
    this.#options = toDirOptions(options);
    validateBoolean(this.#options.recursive, 'options.recursive');
  }

  /** The path that opendir() was given. */
  get path() {
    if (!(#path in this)) throw new ERR_INVALID_THIS('Dir');
    return this.#path;
  }

  /** The next Dirent, or null at the end: to the callback, or by a promise. */
  read(callback) {
    if (callback !== undefined) {
      validateFunction(callback, 'callback');
      return this.#read(callback);
    }
    return new Promise((resolve, reject) => {
      this.#read((error, entry) => (error ? reject(error) : resolve(entry)));
    });
  }

  #read(callback) {
    if (this.#closed) throw new ERR_DIR_CLOSED();
    if (this.#waiting !== null) {
      this.#waiting.push(() => this.#read(callback));
      return;
    }
    if (this.#next < this.#entries.length) {
      const entry = this.#take();
      require('ticks').nextTick(callback, null, entry);
      return;
    }
    this.#waiting = [];
    this.#fetch((error) => {
      const waiting = this.#waiting;
      this.#waiting = null;
      for (const operation of waiting) operation();
      if (error) callback(error);
      else callback(null, this.#take());
    });
  }

  /** Reads more entries; none at the end of everything. */
  #fetch(callback) {
    const { bufferSize, encoding, recursive } = this.#options;
    this.#handle.read(this.#handlePath, bufferSize, wantsBytes(encoding), toCallback((error, list) => {
      if (error) return callback(error);
      if (list !== undefined) {
        this.processReadResult(this.#handlePath, list);
        return callback(null);
      }
      if (!recursive) return callback(null);
      this.#closeBelow();
      const path = this.#below.shift();
      if (path === undefined) return callback(null);
      native.opendir(path, toCallback((error, handle) => {
        if (error) return callback(error);
        this.#handle = handle;
        this.#handlePath = path;
        this.#fetch(callback);
      }));
    }));
  }

  /** Takes the entries [name, type, ...] of the directory at `path` over. */
  processReadResult(path, result) {
    const { encoding, recursive } = this.#options;
    const entries = [];
    for (let i = 0; i < result.length; i += 2) {
      const entry = new Dirent(encodeName(result[i], encoding), result[i + 1], path);
      entries.push(entry);
      if (recursive) this.readSyncRecursive(entry);
    }
    this.#entries = entries;
    this.#next = 0;
  }

  /** Notes a directory, whose entries come later. */
  readSyncRecursive(dirent) {
    if (dirent.isDirectory()) this.#below.push(require('path').join(`${dirent.parentPath}`, `${dirent.name}`));
  }

  #closeBelow() {
    if (this.#handle !== this.#root) this.#handle.close();
    this.#handle = this.#root;
  }

  #take() {
    if (this.#next >= this.#entries.length) return null;
    const entry = this.#entries[this.#next];
    this.#entries[this.#next++] = undefined;
    return entry;
  }

  /** The next Dirent, or null at the end. */
  readSync() {
    if (this.#closed) throw new ERR_DIR_CLOSED();
    if (this.#waiting !== null) throw new ERR_DIR_CONCURRENT_OPERATION();
    const { bufferSize, encoding, recursive } = this.#options;
    while (this.#next >= this.#entries.length) {
      const list = this.#handle.read(this.#handlePath, bufferSize, wantsBytes(encoding));
      if (list !== undefined) {
        this.processReadResult(this.#handlePath, list);
        continue;
      }
      if (!recursive) return null;
      this.#closeBelow();
      const path = this.#below.shift();
      if (path === undefined) return null;
      this.#handle = native.opendir(path);
      this.#handlePath = path;
    }
    return this.#take();
  }

  /** Closes the directory: calls back, or gives a promise. */
  close(callback) {
    if (callback === undefined) {
      if (this.#closed) return Promise.reject(new ERR_DIR_CLOSED());
      return new Promise((resolve, reject) => {
        this.#close((error) => (error ? reject(error) : resolve()));
      });
    }
    validateFunction(callback, 'callback');
    if (this.#closed) return void require('ticks').nextTick(callback, new ERR_DIR_CLOSED());
    this.#close(callback);
  }

  #close(callback) {
    if (this.#waiting !== null) {
      this.#waiting.push(() => this.close(callback));
      return;
    }
    this.#closed = true;
    this.#closeBelow();
    this.#root.close(toCallback(callback));
    asyncIds.destroyResource(this.#root);
  }

  /**
   * Closes the directory. Throws ERR_DIR_CLOSED, and ERR_DIR_CONCURRENT_OPERATION while read() or close() is under way.
   */
  closeSync() {
    if (this.#closed) throw new ERR_DIR_CLOSED();
    if (this.#waiting !== null) throw new ERR_DIR_CONCURRENT_OPERATION();
    this.#closed = true;
    this.#closeBelow();
    this.#root.close();
    asyncIds.destroyResource(this.#root);
  }

  /** All entries; closes the directory at the end. */
  async* entries() {
    try {
      for (;;) {
        const entry = await this.read();
        if (entry === null) break;
        yield entry;
      }
    } finally {
      await this.close();
    }
  }

  [Symbol.dispose]() {
    if (!this.#closed) this.closeSync();
  }

  async [Symbol.asyncDispose]() {
    if (!this.#closed) await this.close();
  }
}
Object.defineProperty(Dir.prototype, Symbol.asyncIterator, {
  __proto__: null, configurable: true, enumerable: false, value: Dir.prototype.entries, writable: true,
});

/** @param {{encoding?: string, bufferSize?: number, recursive?: boolean}} [options] bufferSize: entries a trip, 32 */
function opendirSync(path, options) {
  path = toPath(path);
  options = toDirOptions(options);
  let handle;
  try {
    handle = native.opendir(path);
  } catch (error) {
    // As Node has it: only opendir()'s error has the path.
    throw error.syscall === 'opendir' ? require('errors').uvException({ errno: error.errno, code: '', syscall: 'opendir' }) : error;
  }
  return new Dir(handle, path, options);
}

/** As opendirSync(). @param {(error: Error?, dir: Dir) => void} callback */
function opendir(path, options, callback) {
  callback = typeof options === 'function' ? options : callback;
  validateFunction(callback, 'callback');
  callback = named(callback);
  path = toPath(path);
  options = toDirOptions(options);
  native.opendir(path, toCallback((error, handle) => {
    if (error) return callback(error);
    let dir;
    try {
      dir = new Dir(handle, path, options);
    } catch (invalid) {
      return callback(invalid);
    }
    callback(null, dir);
  }));
}

module.exports = { Dir, opendir, opendirSync };
