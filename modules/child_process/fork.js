// fork: a child process that runs a JavaScript program, with a channel between it and us.
'use strict';
const process = require('process_object');
const { ERR_CHILD_PROCESS_IPC_REQUIRED } = require('errors');
const { validateArray, validateObject } = require('validators');
const { pathText, refuseNullBytes, refuseNullBytesInList } = require('child_process/arguments');
const { spawn } = require('child_process/spawn');
const { listOf } = require('child_process/stdio');

/**
 * Starts a JavaScript program with a channel between it and us: child.send(), 'message'.
 * @param {string|URL} modulePath @param {string[]} [args]
 * @param {object} [options] execPath, execArgv, silent, stdio (with one 'ipc'), and those of spawn but `shell`
 * @returns {ChildProcess}
 */
function fork(modulePath, args = undefined, options = undefined) {
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
  const given = options.execArgv || ownExecArgv();
  refuseNullBytesInList(given, 'options.execArgv');
  const execArgv = options.execPath === process.execPath ? [...scheduleOf(given), ...given] : given;
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

// Runners of tests give the processes of their tests options of their own: where the loop is fuzzed, theirs are, too.
function scheduleOf(given) {
  const { getOption } = require('options');
  if (getOption('--fuzz-seed') === undefined || given.some((word) => /^--fuzz-seed\b/.test(word))) return [];
  const values = ['--fuzz-seed', '--fuzz-keep', '--fuzz-log'].map((name) => [name, getOption(name)]);
  return values.filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${value}`);
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

module.exports = { fork, _forkChild };
