'use strict';
// node.fs_dir.sync and node.fs_dir.async: opening, reading and closing directories.
const { add, newId } = require('trace_events/event');

const SYNC = 'node,node.fs_dir,node.fs_dir.sync';
const ASYNC = 'node,node.fs_dir,node.fs_dir.async';

const on = new Set(); // of the two groups
let isWrapped = false;

/** `work`, whose last argument is a callback, null for a promise, or anything else where the work is done at once. */
function wrap(work, name, describe) {
  return function(...args) {
    const callback = args.at(-1);
    const isAsync = typeof callback === 'function' || callback === null && args.length > 0;
    if (!on.has(isAsync ? ASYNC : SYNC)) return Reflect.apply(work, this, args);
    if (isAsync) return later(this, work, name, args, describe);
    add('B', SYNC, `fs_dir.sync.${name}`);
    try {
      return Reflect.apply(work, this, args);
    } finally {
      add('E', SYNC, `fs_dir.sync.${name}`);
    }
  };
}

function later(receiver, work, name, args, describe) {
  const id = newId();
  add('b', ASYNC, name, id, describe(...args));
  const end = (error, value) => {
    const result = error ? error.errno ?? -1 : Array.isArray(value) ? value.length : 0;
    add('e', ASYNC, name, id, { result });
  };
  const callback = args.pop();
  if (callback === null) {
    const promise = Reflect.apply(work, receiver, [...args, null]);
    promise.then((value) => end(null, value), end);
    return promise;
  }
  return Reflect.apply(work, receiver, [...args, (error, value) => {
    end(error, value);
    if (value === undefined) callback(error);
    else callback(error, value);
  }]);
}

function start(group) {
  on.add(group);
  if (isWrapped) return;
  isWrapped = true;
  const native = binding('fs_dir');
  const opendir = wrap(native.opendir, 'opendir', (path) => ({ path: String(path) }));
  native.opendir = (path, callback) => {
    if (typeof callback === 'function') {
      return opendir(path, (error, handle) => callback(error, error ? undefined : traced(handle)));
    }
    return callback === null ? opendir(path, null).then(traced) : traced(opendir(path));
  };
}

/** A directory's handle, whose methods are looked at. */
function traced(handle) {
  handle.read = wrap(handle.read, 'readdir', () => undefined);
  handle.close = wrap(handle.close, 'closedir', () => undefined);
  return handle;
}

function stop(group) {
  on.delete(group);
}

module.exports = { start, stop };
