'use strict';
// SQLite databases. All of it is native; each class is a file of modules/sqlite.

const { emitExperimentalWarning } = require('warnings');
const { constants } = require('sqlite/constants');
const native = binding('sqlite');

emitExperimentalWarning('SQLite');

native.DatabaseSync.prototype[Symbol.dispose] = native.disposeDatabase;
native.Session.prototype[Symbol.dispose] = native.disposeSession;

const IteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
Object.setPrototypeOf(native.StatementSyncIterator.prototype, IteratorPrototype);

/**
 * Copies a database to a file while it is in use.
 * @param {DatabaseSync} sourceDb
 * @param {string|Buffer|URL} path
 * @param {{source?: string, target?: string, rate?: number, progress?: Function}} [options] `rate` pages, 100 by default, are
 *   copied in a step; behind each but the last, progress({ totalPages, remainingPages }) is called
 * @returns {Promise<number>} the number of pages
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_STATE
 */
const { backup } = native;

module.exports = {
  DatabaseSync: native.DatabaseSync,
  StatementSync: native.StatementSync,
  Session: native.Session,
  constants,
  backup,
};
