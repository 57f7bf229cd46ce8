'use strict';
// SIGUSR1 has a process listen for debuggers; process._debugProcess sends it.

/** Has the process `pid` listen for debuggers. @throws an error of the system's when there is none */
function debugProcess(pid) {
  if (arguments.length !== 1) {
    const error = new TypeError('Invalid number of arguments.');
    error.code = 'ERR_MISSING_ARGS';
    throw error;
  }
  const { ERR_INVALID_ARG_TYPE, uvException } = require('errors');
  if (typeof pid !== 'number') throw new ERR_INVALID_ARG_TYPE('pid', 'number', pid);
  require('process_object').kill(pid, 'SIGUSR1');
}

module.exports = { debugProcess };
