'use strict';
// node:util. What a program seldom uses is loaded when it first asks for it.
// Also shown: call_sites, debuglog, deep_equal, sigint_trace, system_errors.

const { defineLazy } = require('lazy_property');
const { deprecate } = require('warnings/deprecate');
const { extend, inherits } = require('util/inherits');
const { callbackify, promisify } = require('promisify');
const { format, formatWithOptions, inspect, stripVTControlCharacters } = require('inspect');

function isArray(value) {
  return Array.isArray(value);
}

/** Replaces lone surrogates by U+FFFD. */
const toUSVString = { toUSVString(input) { return `${input}`.toWellFormed(); } }.toUSVString;

/**
 * Whether SIGINT writes to stderr where the program was, before it ends it.
 * @param {boolean} enable @throws ERR_WORKER_UNSUPPORTED_OPERATION in a worker
 */
function setTraceSigInt(enable) {
  if (!binding('process').isMainThread()) {
    const { ERR_WORKER_UNSUPPORTED_OPERATION } = require('errors');
    throw new ERR_WORKER_UNSUPPORTED_OPERATION('Calling util.setTraceSigInt');
  }
  require('util/sigint_trace').setEnabled(Boolean(enable));
}

const exported = module.exports = {
  _errnoException: undefined,
  _exceptionWithHostPort: undefined,
  _extend: deprecate(extend, 'The `util._extend` API is deprecated. Please use Object.assign() instead.', 'DEP0060'),
  callbackify,
  debug: undefined,
  debuglog: undefined,
  deprecate,
  format,
  styleText: undefined,
  formatWithOptions,
  getCallSites: undefined,
  getSystemErrorMap: undefined,
  getSystemErrorName: undefined,
  getSystemErrorMessage: undefined,
  inherits,
  inspect,
  isArray: deprecate(isArray, 'The `util.isArray` API is deprecated. Please use `Array.isArray()` instead.', 'DEP0044'),
  isDeepStrictEqual: undefined,
  promisify,
  stripVTControlCharacters,
  toUSVString,
  transferableAbortSignal: undefined,
  transferableAbortController: undefined,
  aborted: undefined,
  types: undefined,
  parseEnv: undefined,
  parseArgs: undefined,
  TextDecoder: undefined,
  TextEncoder: undefined,
  MIMEType: undefined,
  MIMEParams: undefined,
  diff: undefined,
  setTraceSigInt,
};

/** Defines exports that load their file when first read, and are plain properties from then on. */
function loadLater(id, names) {
  for (const [name, source] of Object.entries(names)) {
    defineLazy(exported, name, () => (source === '' ? require(id) : require(id)[source]));
  }
}

function same(...names) {
  return Object.fromEntries(names.map((name) => [name, name]));
}

loadLater('util/system_errors', same(
  '_errnoException', '_exceptionWithHostPort', 'getSystemErrorMap', 'getSystemErrorName', 'getSystemErrorMessage'));
loadLater('util/debuglog', { debug: 'debuglog', debuglog: 'debuglog' });
loadLater('util/style_text', same('styleText'));
loadLater('util/call_sites', same('getCallSites'));
loadLater('util/deep_equal', same('isDeepStrictEqual'));
loadLater('util/types', { types: '' });
loadLater('util/env_text', same('parseEnv'));
loadLater('util/parse_args', same('parseArgs'));
loadLater('encoding', same('TextDecoder', 'TextEncoder'));
loadLater('util/mime', same('MIMEType', 'MIMEParams'));
loadLater('util/diff', same('diff'));

// Documented as getters: they stay so.
for (const name of ['transferableAbortSignal', 'transferableAbortController', 'aborted']) {
  Object.defineProperty(exported, name, {
    __proto__: null,
    get: Object.getOwnPropertyDescriptor({ get [name]() { return require('util/aborting')[name]; } }, name).get,
    enumerable: true,
    configurable: true,
  });
}
