// The global structuredClone. HTML Standard, section 2.7.
'use strict';
const native = binding('structured_clone');
const { ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS } = require('errors');

function dataCloneError(message) {
  const { DOMException } = require('dom_exception');
  return new DOMException(message, 'DataCloneError');
}

/**
 * A deep copy of `value`.
 * @param {any} value
 * @param {{transfer?: ArrayBuffer[]}} [options] what moves to the copy instead of being copied
 * @throws DataCloneError (a DOMException) for what cannot be copied: functions, symbols, ...
 */
function structuredClone(value, options) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('The "value" argument');
  if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  const transfer = options?.transfer === undefined ? [] : [...options.transfer];
  transfer.forEach((buffer, i) => {
    if (!(buffer instanceof ArrayBuffer)) throw dataCloneError('Found invalid value in transferList');
    if (transfer.indexOf(buffer) !== i) throw dataCloneError(`Transfer list contains duplicate ArrayBuffer`);
    if (buffer.detached) throw dataCloneError('An ArrayBuffer is detached and could not be cloned.');
  });
  // V8 writes all errors alike, so that one inside another value becomes a plain Error.
  if (Error.isError(value) && binding('builtins').loaded.has('dom_exception')) {
    const { toCloneData, fromCloneData } = require('dom_exception');
    const data = toCloneData(value);
    if (data !== undefined) return fromCloneData(native.clone(data, transfer, dataCloneError));
  }
  return native.clone(value, transfer, dataCloneError);
}

module.exports = { structuredClone };
