'use strict';
// Warnings: process.emitWarning and the 'warning' event; what prints them is process/print_warning.js.
//
// A warning is an Error that is emitted on process in the next tick, unless process.noDeprecation, which programs may set,
// keeps it back or process.throwDeprecation makes it an error.
// Also shown: deprecate.

const process = require('process_object');
const { nextTick } = require('ticks');
const { ERR_INVALID_ARG_TYPE } = require('errors');
const { validateString } = require('validators');

const { captureStackTrace } = Error;

function createWarning(message, type, code, ctor, detail) {
  const warning = new Error(message);
  warning.name = String(type || 'Warning');
  if (code !== undefined) warning.code = code;
  if (detail !== undefined) warning.detail = detail;
  captureStackTrace(warning, ctor);
  return warning;
}

/**
 * process.emitWarning.
 * @param {string|Error} warning
 * @param {string|Function|{type?: string, code?: string, detail?: string, ctor?: Function}} [type] the warning's name,
 *   'Warning' by default; a function stands for `ctor`
 * @param {string|Function} [code]
 * @param {Function} [ctor] the stack begins at its caller
 * @throws ERR_INVALID_ARG_TYPE
 */
function emitWarning(warning, type, code, ctor) {
  let detail;
  if (type !== null && typeof type === 'object' && !Array.isArray(type)) {
    ({ ctor, code, detail, type } = type);
    if (typeof detail !== 'string') detail = undefined;
    type ||= 'Warning';
  } else if (typeof type === 'function') {
    ctor = type;
    code = undefined;
    type = 'Warning';
  }
  if (type === 'DeprecationWarning' && process.noDeprecation) return;
  if (type !== undefined) validateString(type, 'type');
  if (typeof code === 'function') {
    ctor = code;
    code = undefined;
  } else if (code !== undefined) {
    validateString(code, 'code');
  }
  if (typeof warning === 'string') {
    warning = createWarning(warning, type, code, ctor || emitWarning, detail);
  } else if (!(warning instanceof Error)) {
    throw new ERR_INVALID_ARG_TYPE('warning', ['Error', 'string'], warning);
  }
  if (warning.name === 'DeprecationWarning') {
    if (process.noDeprecation) return;
    if (process.throwDeprecation) {
      // Not thrown here: the caller is a library that cannot be expected to catch it.
      nextTick(throwWarning, warning);
      return;
    }
  }
  nextTick(emitWarningEvent, warning);
}

/** Emits a warning before it returns. For warnings whose listeners must run before what follows. */
function emitWarningSync(warning, type, code, ctor) {
  emitWarningEvent(createWarning(warning, type, code, ctor || emitWarningSync));
}

function emitWarningEvent(warning) {
  process.emit('warning', warning);
}

function throwWarning(warning) {
  throw warning;
}

const experimentalFeatures = new Set();

/** Warns once that a feature is experimental. */
function emitExperimentalWarning(feature, prefix = '', code = undefined, ctor = emitExperimentalWarning) {
  if (experimentalFeatures.has(feature)) return;
  experimentalFeatures.add(feature);
  emitWarning(`${prefix}${feature} is an experimental feature and might change at any time`, 'ExperimentalWarning',
              code, ctor);
}

const warnedCodes = new Set();

/**
 * A function that warns of a deprecation when first called; with a code, once per code and process.
 * @returns {(ctor?: Function) => void}
 */
function getDeprecationWarningEmitter(code, message, ctor = undefined) {
  let warned = false;
  return function warn(caller = ctor) {
    if (warned) return;
    warned = true;
    if (code !== undefined) {
      if (warnedCodes.has(code)) return;
      warnedCodes.add(code);
    }
    emitWarning(message, 'DeprecationWarning', code, caller ?? warn);
  };
}

/** Makes an instance for a caller who left out `new`, and warns. */
function deprecateInstantiation(Constructor, code, ...args) {
  if (!warnedCodes.has(code)) {
    warnedCodes.add(code);
    emitWarning(`Instantiating ${Constructor.name} without the 'new' keyword has been deprecated.`,
                'DeprecationWarning', code, Constructor);
  }
  return new Constructor(...args);
}

module.exports = {
  deprecateInstantiation,
  emitExperimentalWarning,
  emitWarning,
  emitWarningSync,
  getDeprecationWarningEmitter,
};
