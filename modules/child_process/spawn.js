// spawn: a child process, with a time limit and a signal that end it.
'use strict';
const { nextTick } = require('ticks');
const { setTimeout, clearTimeout } = require('timers');
const { AbortError } = require('errors');
const { validateAbortSignal } = require('validators');
const { ChildProcess } = require('child_process/child');
const { killSignalNumber, spawnOptions, validateTimeout } = require('child_process/arguments');

/**
 * Starts `file`.
 * @param {string} file @param {string[]} [args]
 * @param {object} [options] cwd, env, argv0, stdio, detached, uid, gid, serialization, shell, signal, timeout
 *   (milliseconds), killSignal
 * @returns {ChildProcess}
 */
function spawn(file, args, options) {
  options = spawnOptions(file, args, options);
  validateTimeout(options.timeout);
  validateAbortSignal(options.signal, 'options.signal');
  const killSignal = killSignalNumber(options.killSignal);
  const child = new ChildProcess();
  child.spawn(options);
  if (options.timeout > 0) killAfter(child, options.timeout, killSignal);
  if (options.signal) killOnAbort(child, options.signal, killSignal);
  return child;
}

function killAfter(child, timeout, killSignal) {
  let timer = setTimeout(() => {
    timer = undefined;
    try {
      child.kill(killSignal);
    } catch (error) {
      child.emit('error', error);
    }
  }, timeout);
  child.once('exit', () => clearTimeout(timer));
}

function killOnAbort(child, signal, killSignal) {
  const onAbort = () => {
    try {
      if (child.kill(killSignal)) child.emit('error', new AbortError(undefined, { cause: signal.reason }));
    } catch (error) {
      child.emit('error', error);
    }
  };
  if (signal.aborted) {
    nextTick(onAbort);
    return;
  }
  const disposable = require('events').addAbortListener(signal, onAbort);
  child.once('exit', () => disposable[Symbol.dispose]());
}

module.exports = { spawn };
