'use strict';
// What of `process` belongs to the whole process, and so not to a worker.

const { ERR_WORKER_UNSUPPORTED_OPERATION } = require('errors');

const disabledMethods = [
  'abort', 'chdir', 'setuid', 'seteuid', 'setgid', 'setegid', 'setgroups', 'initgroups', 'execve',
];

function disabled(name) {
  const stub = { [name]() { throw new ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}()`); } }[name];
  stub.disabled = true;
  return stub;
}

function disabledGetter(name) {
  return () => { throw new ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}`); };
}

function disableMethods(process, names) {
  for (const name of names) {
    Object.defineProperty(process, name, { __proto__: null, configurable: true, enumerable: true, writable: true, value: disabled(name) });
  }
}

// A worker has no channel to the parent process; libraries look for `process.send`. Where its environment names one all
// the same, use is an error.
function disableChannel(process) {
  disableMethods(process, ['send', 'disconnect']);
  for (const name of ['channel', 'connected']) {
    const get = disabledGetter(name);
    Object.defineProperty(process, name, { __proto__: null, configurable: true, enumerable: false, get, set: undefined });
  }
}

/** Called once, in a new thread. */
function adapt(process) {
  disableMethods(process, disabledMethods);
  delete process._debugProcess;
  delete process._debugEnd;
  delete process._startProfilerIdleNotifier;
  delete process._stopProfilerIdleNotifier;
  if (process.env.NODE_CHANNEL_FD !== undefined) disableChannel(process);
  process.cwd = { cwd: binding('process').cwd }.cwd; // another thread may change it
  const { umask } = process;
  process.umask = { umask(mask) {
    if (mask !== undefined) throw new ERR_WORKER_UNSUPPORTED_OPERATION('Setting process.umask()');
    return umask();
  } }.umask;
}

module.exports = { adapt };
