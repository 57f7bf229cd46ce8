// spawn and fork.
'use strict';
const process = require('process_object');
const { nextTick } = require('ticks');
const { setTimeout, clearTimeout } = require('timers');
const { AbortError, ERR_CHILD_PROCESS_IPC_REQUIRED } = require('errors');
const { validateAbortSignal, validateArray, validateObject } = require('validators');
const { ChildProcess } = require('child_process/child');
const {
  killSignalNumber, pathText, refuseNullBytes, refuseNullBytesInList, spawnOptions, validateTimeout,
} = require('child_process/arguments');
const { listOf } = require('child_process/stdio');

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

/**
 * Starts a JavaScript program with a channel between it and us: child.send(), 'message'.
 * @param {string|URL} modulePath @param {string[]} [args]
 * @param {object} [options] execPath, execArgv, silent, stdio (with one 'ipc'), and those of spawn but `shell`
 * @returns {ChildProcess}
 */
function fork(modulePath, args, options) {
  modulePath = pathText(modulePath, 'modulePath');
  if (args === undefined || args === null) {
    args = [];
  } else if (typeof args === 'object' && !Array.isArray(args)) {
    options = args;
    args = [];
  } else {
    validateArray(args, 'args');
  }
  if (options !== undefined && options !== null) validateObject(options, 'options');
  options = { __proto__: null, ...options, shell: false };
  options.execPath ||= process.execPath;
  refuseNullBytes(options.execPath, 'options.execPath');
  const execArgv = options.execArgv || ownExecArgv();
  refuseNullBytesInList(execArgv, 'options.execArgv');
  options.stdio = stdioWithChannel(options);
  return spawn(options.execPath, [...execArgv, modulePath, ...args], options);
}

// Our own, but for the program that --eval gave us: every child would run it again, and fork the next.
function ownExecArgv() {
  const { execArgv } = process;
  const program = process._eval ?? require('options').getOption('--eval');
  if (program === undefined) return execArgv;
  const index = execArgv.lastIndexOf(program);
  if (index > 0) return execArgv.toSpliced(index - 1, 2);
  return execArgv.filter((word) => !/^--(?:eval|print)=/.test(word));
}

function stdioWithChannel({ stdio, silent }) {
  if (typeof stdio === 'string') return listOf(stdio, 'ipc');
  if (!Array.isArray(stdio)) return listOf(silent ? 'pipe' : 'inherit', 'ipc');
  if (!stdio.includes('ipc')) throw new ERR_CHILD_PROCESS_IPC_REQUIRED('options.stdio');
  return stdio;
}

/** In a child with a channel: makes process.send() and its like. Called at start. */
function _forkChild(fd, serializationMode) {
  require('child_process/ipc').openInChild(fd, serializationMode);
}

module.exports = { spawn, fork, _forkChild };
