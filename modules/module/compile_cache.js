'use strict';
// module.enableCompileCache() and its kin. This runtime keeps no compiled code of a program's files on disk: enabling
// fails, and says so in the way the API has for it.

const constants = Object.freeze({
  __proto__: null,
  compileCacheStatus: Object.freeze({ __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 }),
});

/** {status: FAILED, message}; DISABLED where NODE_DISABLE_COMPILE_CACHE is set. */
function enableCompileCache(options) {
  const directory = typeof options === 'object' && options !== null ? options.directory : options;
  if (directory !== undefined && typeof directory !== 'string') {
    const { ERR_INVALID_ARG_TYPE } = require('errors');
    const error = new ERR_INVALID_ARG_TYPE('cacheDir', 'string', directory);
    error.message = 'cacheDir should be a string';
    throw error;
  }
  const { FAILED, DISABLED } = constants.compileCacheStatus;
  if (require('process').env.NODE_DISABLE_COMPILE_CACHE) {
    return { status: DISABLED, message: 'Disabled by NODE_DISABLE_COMPILE_CACHE' };
  }
  return { status: FAILED, message: 'This runtime has no compile cache on disk' };
}

/** The directory of the cache: none. */
function getCompileCacheDir() {
  return undefined;
}

/** Nothing to write. */
function flushCompileCache() {}

module.exports = { constants, enableCompileCache, getCompileCacheDir, flushCompileCache };
