// The global structuredClone. HTML Standard, section 2.7.
'use strict';
const { ERR_MISSING_ARGS } = require('errors');
const { clone, transferListOf } = require('messaging');

const COMPLAINT = "Failed to execute 'structuredClone': transfer in Options can not be converted to sequence.";
const NOT_AN_OBJECT = 'Value is not an object';

/**
 * A deep copy of `value`.
 * @param {any} value
 * @param {{transfer?: Iterable<object>}} [options] what moves to the copy instead of being copied: ArrayBuffers,
 *   MessagePorts, streams ...
 * @throws DataCloneError (a DOMException) for what cannot be copied: functions, symbols, ...
 */
function structuredClone(value, options) {
  if (arguments.length === 0) throw new ERR_MISSING_ARGS('The value argument must be specified');
  if (options === undefined || options === null) return clone(value);
  if (typeof options !== 'object' && typeof options !== 'function') {
    throw Object.assign(new TypeError("Failed to execute 'structuredClone': Options cannot be converted to a dictionary"),
                        { code: 'ERR_INVALID_ARG_TYPE' });
  }
  const { transfer } = options;
  return clone(value, transfer === undefined ? undefined : transferListOf(transfer, COMPLAINT, NOT_AN_OBJECT));
}

module.exports = { structuredClone };
