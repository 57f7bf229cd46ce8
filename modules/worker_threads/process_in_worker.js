'use strict';
// What of `process` belongs to the whole process, and so not to a worker.

const { ERR_WORKER_UNSUPPORTED_OPERATION } = require('errors');

const disabledMethods = [
  'abort', 'chdir', 'send', 'disconnect', 'setuid', 'seteuid', 'setgid', 'setegid', 'setgroups', 'initgroups', 'execve',
];

function disabled(name) {
  const stub = { [name]() { throw new ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}()`); } }[name];
  stub.disabled = true;
  return stub;
}

function disabledGetter(name) {
  return () => { throw new ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}`); };
}

/** Called once, in a new thread. */
function adapt(process) {
  for (const name of disabledMethods) {
    Object.defineProperty(process, name, { configurable: true, enumerable: false, writable: true, value: disabled(name) });
  }
  for (const name of ['channel', 'connected']) {
    Object.defineProperty(process, name, { configurable: true, enumerable: false, get: disabledGetter(name), set: undefined });
  }
  process.cwd = { cwd: binding('process').cwd }.cwd; // another thread may change it
  const { umask } = process;
  process.umask = { umask(mask) {
    if (mask !== undefined) throw new ERR_WORKER_UNSUPPORTED_OPERATION('Setting process.umask()');
    return umask();
  } }.umask;
}

module.exports = { adapt };
