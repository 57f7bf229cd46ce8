// fs.watchFile(): polls a file and reports its changes.
'use strict';
const { EventEmitter } = require('events');
const asyncIds = require('async_ids');
const { within } = require('async_ids/requests');
const { uvException } = require('errors');
const { validateFunction, validateUint32 } = require('validators');
const { toPath } = require('fs/arguments');
const { statsFrom } = require('fs/stats');
const { StatPoller } = binding('fs_watch');

const INTERVAL = 5007; // milliseconds, as documented

const kStart = Symbol('kFSStatWatcherStart');
const kAddOrCleanRef = Symbol('kFSStatWatcherAddOrCleanRef');
const kRefs = Symbol('refs');      // how many of those who watch keep the loop alive
const kBigint = Symbol('bigint');

/** Emits 'change' (current, previous: Stats, or BigIntStats with `bigint`) and 'stop'. */
function StatWatcher(bigint) {
  EventEmitter.call(this);
  this._handle = null;
  this[kRefs] = 0;
  this[kBigint] = bigint;
}
Object.setPrototypeOf(StatWatcher.prototype, EventEmitter.prototype);
Object.setPrototypeOf(StatWatcher, EventEmitter);

StatWatcher.prototype[kStart] = function(filename, persistent, interval) {
  if (this._handle !== null) return;
  validateUint32(interval, 'interval');
  filename = toPath(filename, 'filename');
  const handle = new StatPoller();
  if (asyncIds.tracking.on) asyncIds.startResource(handle, 'STATWATCHER');
  const errno = handle.start(filename, interval, this[kBigint], within(handle, (status, current, previous) => {
    this.emit('change', statsFrom(current), statsFrom(previous));
  }));
  if (errno !== 0) {
    const error = uvException({ errno, syscall: 'watch', path: filename });
    error.filename = filename;
    throw error;
  }
  this._handle = handle;
  if (persistent) this[kRefs]++;
  else handle.unref();
};

// Watching starts with fs.watchFile(); nothing is left to start.
StatWatcher.prototype.start = function() {};

/** Stops polling; 'stop' comes on a later tick. */
StatWatcher.prototype.stop = function() {
  if (this._handle === null) return;
  require('ticks').nextTick(() => this.emit('stop'));
  if (asyncIds.tracking.on) asyncIds.destroyResource(this._handle);
  this._handle.close();
  this._handle = null;
};

/** One more, or one fewer, of those who watch keeps the loop alive; 'clean': none does. */
StatWatcher.prototype[kAddOrCleanRef] = function(operation) {
  if (operation === 'add') this[kRefs]++;
  else if (operation === 'clean') this[kRefs] = 0;
  if (this[kRefs] > 0) this._handle?.ref();
  else this._handle?.unref();
};

/** Lets the watcher keep the loop alive again. */
StatWatcher.prototype.ref = function() {
  this[kRefs] = 1;
  this._handle?.ref();
  return this;
};

/** Lets the process end although the watcher is polling. */
StatWatcher.prototype.unref = function() {
  this[kRefs] = 0;
  this._handle?.unref();
  return this;
};

const watchers = new Map(); // absolute path -> StatWatcher

function absolutePath(filename) {
  return require('path').resolve(`${toPath(filename)}`);
}

/**
 * Calls `listener` with the Stats of now and before whenever a look at `filename` finds it changed; once with zeros
 * where it is not there.
 * @param {{persistent?: boolean, interval?: number, bigint?: boolean}} [options] interval: milliseconds, 5007
 * @param {(current: Stats, previous: Stats) => void} listener
 * @returns {StatWatcher}
 */
function watchFile(filename, options, listener) {
  filename = absolutePath(filename);
  if (options === null || typeof options !== 'object') {
    listener = options;
    options = null;
  }
  const { interval = INTERVAL, persistent = true, bigint = false } = options ?? { __proto__: null };
  validateFunction(listener, 'listener');
  let watcher = watchers.get(filename);
  if (watcher === undefined) {
    watcher = new StatWatcher(bigint);
    watcher[kStart](filename, persistent, interval);
    watchers.set(filename, watcher);
  } else if (persistent) {
    watcher[kAddOrCleanRef]('add');
  }
  watcher.addListener('change', listener);
  return watcher;
}

/** Removes `listener`, or all where none is given; without listeners `filename` is polled no more. */
function unwatchFile(filename, listener) {
  filename = absolutePath(filename);
  const watcher = watchers.get(filename);
  if (watcher === undefined) return;
  if (typeof listener === 'function') watcher.removeListener('change', listener);
  else watcher.removeAllListeners('change');
  if (watcher.listenerCount('change') > 0) return;
  watcher.stop();
  watchers.delete(filename);
}

module.exports = { StatWatcher, unwatchFile, watchFile };
