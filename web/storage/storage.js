'use strict';
// localStorage and sessionStorage (https://html.spec.whatwg.org/multipage/webstorage.html), with --experimental-webstorage.
// Items are kept in a database of SQLite's: in memory, or in the file that --localstorage-file names.

const { ERR_INVALID_ARG_VALUE } = require('errors');
const { getOption } = require('options');
const { emitExperimentalWarning } = require('warnings');
const native = binding('storage');

emitExperimentalWarning('Web Storage');

/** An area of items, strings by string. Programs cannot make further ones. */
const Storage = native.makeClass(() => {
  const { DOMException } = require('dom_exception');
  return new DOMException('Setting the value exceeded the quota', 'QuotaExceededError');
});

let local, session;

/**
 * The items of the file that --localstorage-file names, which is opened when it is first used.
 * @throws ERR_INVALID_ARG_VALUE where none is named
 */
function localStorage() {
  if (local === undefined) {
    const file = getOption('--localstorage-file') ?? '';
    if (file === '') throw new ERR_INVALID_ARG_VALUE('--localstorage-file', file, 'is an invalid localStorage location');
    local = native.create(file);
  }
  return local;
}

/** The items of this thread. */
function sessionStorage() {
  return session ??= native.create(':memory:');
}

module.exports = { Storage, localStorage, sessionStorage };
