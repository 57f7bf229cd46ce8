// What the functions of node:child_process are called with: checked, and brought into the one form that starts a child.
'use strict';
const { isArray } = require('intrinsics');
const process = require('process_object');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, ERR_UNKNOWN_SIGNAL } = require('errors');
const { hasNullByte, isInt32, validateBoolean, validateObject, validateString } = require('validators');

/** @throws ERR_INVALID_ARG_VALUE where a string holds a zero byte: the kernel would cut it there */
function refuseNullBytes(text, name) {
  if (typeof text === 'string' && hasNullByte(text)) {
    throw new ERR_INVALID_ARG_VALUE(name, text, 'must be a string without null bytes');
  }
}

function refuseNullBytesInList(list, name) {
  for (let i = 0; i < list.length; i++) refuseNullBytes(list[i], `${name}[${i}]`);
}

/** A path given as a string, bytes or a file: URL, as a string. */
function pathText(path, name) {
  if (path instanceof URL) path = require('url').fileURLToPath(path);
  else if (path instanceof Uint8Array) path = require('buffer').Buffer.from(path).toString();
  else if (typeof path !== 'string') path = urlOfAnotherRealm(path, name);
  if (hasNullByte(path)) {
    throw new ERR_INVALID_ARG_VALUE(name, path, 'must be a string, Uint8Array, or URL without null bytes');
  }
  return path;
}

function urlOfAnotherRealm(value, name) {
  if (value?.href && value.protocol && value.auth === undefined && value.path === undefined) {
    return require('url').fileURLToPath(value);
  }
  throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'URL'], value);
}

/** [args, options] of a call in which `args` may be missing. A list is copied: it is not ours to change. */
function argumentsAndOptions(args, options) {
  if (isArray(args)) return [args.slice(), options];
  if (args === undefined || args === null) return [[], options];
  if (typeof args !== 'object') throw new ERR_INVALID_ARG_TYPE('args', 'object', args);
  return [[], args];
}

function validateOptions(options) {
  const optional = (name, validate) => {
    if (options[name] !== undefined && options[name] !== null) validate(options[name], `options.${name}`);
  };
  optional('detached', validateBoolean);
  optional('uid', validateId);
  optional('gid', validateId);
  optional('shell', (value, name) => {
    if (typeof value !== 'boolean' && typeof value !== 'string') {
      throw new ERR_INVALID_ARG_TYPE(name, ['boolean', 'string'], value);
    }
    refuseNullBytes(value, name);
  });
  optional('argv0', (value, name) => {
    validateString(value, name);
    refuseNullBytes(value, name);
  });
  optional('windowsHide', validateBoolean);
  optional('windowsVerbatimArguments', validateBoolean);
}

function validateId(value, name) {
  if (!isInt32(value)) throw new ERR_INVALID_ARG_TYPE(name, 'int32', value);
}

let warnedOfShell = false;

function warnOfShellArguments() {
  if (warnedOfShell) return;
  warnedOfShell = true;
  process.emitWarning(
    'Passing args to a child process with shell option true can lead to security vulnerabilities, as the arguments ' +
    'are not escaped, only concatenated.', 'DeprecationWarning', 'DEP0190');
}

/** ['NAME=value', ...] of an env option; values that are undefined are left out. */
function environmentPairs(env) {
  const coverage = process.env.NODE_V8_COVERAGE;
  if (coverage !== undefined && !Object.hasOwn(env, 'NODE_V8_COVERAGE')) env = { ...env, NODE_V8_COVERAGE: coverage };
  const pairs = [];
  for (const name in env) {
    const value = env[name];
    if (value === undefined) continue;
    refuseNullBytes(name, `options.env['${name}']`);
    refuseNullBytes(value, `options.env['${name}']`);
    pairs.push(`${name}=${value}`);
  }
  return pairs;
}

/**
 * What ChildProcess.prototype.spawn and the native halves take: `options` with file, args (argv0 first), cwd, envPairs
 * and detached filled in.
 */
function spawnOptions(file, args, options) {
  validateString(file, 'file');
  refuseNullBytes(file, 'file');
  if (file.length === 0) throw new ERR_INVALID_ARG_VALUE('file', file, 'cannot be empty');
  [args, options] = argumentsAndOptions(args, options);
  refuseNullBytesInList(args, 'args');
  if (options !== undefined) validateObject(options, 'options');
  options = { __proto__: null, ...options };
  const cwd = options.cwd === undefined || options.cwd === null ? options.cwd : pathText(options.cwd, 'options.cwd');
  validateOptions(options);

  if (options.shell) {
    if (args.length > 0) warnOfShellArguments();
    args = ['-c', [file, ...args].join(' ')];
    file = typeof options.shell === 'string' ? options.shell : '/bin/sh';
  }
  args.unshift(typeof options.argv0 === 'string' ? options.argv0 : file);

  return Object.assign(options, {
    args,
    cwd,
    detached: Boolean(options.detached),
    envPairs: environmentPairs(options.env || process.env),
    file,
    windowsHide: Boolean(options.windowsHide),
    windowsVerbatimArguments: Boolean(options.windowsVerbatimArguments),
  });
}

/** Milliseconds; undefined, null: none. */
function validateTimeout(timeout) {
  if (timeout !== undefined && timeout !== null && !(Number.isInteger(timeout) && timeout >= 0)) {
    throw new ERR_OUT_OF_RANGE('timeout', 'an unsigned integer', timeout);
  }
}

/** Bytes, or characters of decoded text. */
function validateMaxBuffer(maxBuffer) {
  if (maxBuffer !== undefined && maxBuffer !== null && !(typeof maxBuffer === 'number' && maxBuffer >= 0)) {
    throw new ERR_OUT_OF_RANGE('options.maxBuffer', 'a positive number', maxBuffer);
  }
}

/** The number of a signal given by name or number. @throws ERR_UNKNOWN_SIGNAL */
function signalNumber(signal) {
  const { numbers } = binding('signals');
  if (typeof signal === 'number') {
    for (const name in numbers) if (numbers[name] === signal) return signal;
  } else if (typeof signal === 'string') {
    const number = numbers[signal.toUpperCase()];
    if (number !== undefined) return number;
  }
  throw new ERR_UNKNOWN_SIGNAL(signal);
}

/** The option killSignal as a number; undefined and null stay what they are. */
function killSignalNumber(signal) {
  if (signal === undefined || signal === null) return undefined;
  if (typeof signal !== 'string' && typeof signal !== 'number') {
    throw new ERR_INVALID_ARG_TYPE('options.killSignal', ['string', 'number'], signal);
  }
  return signalNumber(signal);
}

module.exports = {
  argumentsAndOptions, killSignalNumber, pathText, refuseNullBytes, refuseNullBytesInList, signalNumber, spawnOptions,
  validateMaxBuffer, validateTimeout,
};
