'use strict';
// How much a stream buffers before it asks its source to wait: the defaults and the options that change them.
const { ERR_INVALID_ARG_VALUE } = require('errors');
const { validateInteger } = require('validators');

let defaultBytes = 64 * 1024;
let defaultObjects = 16;

/** The default high-water mark: in objects if `objectMode`, else in bytes. */
function getDefaultHighWaterMark(objectMode) {
  return objectMode ? defaultObjects : defaultBytes;
}

/** Sets the default high-water mark of streams made from now on. `value`: an integer >= 0. */
function setDefaultHighWaterMark(objectMode, value) {
  validateInteger(value, 'value', 0);
  if (objectMode) defaultObjects = value;
  else defaultBytes = value;
}

/** The high-water mark that `options` ask for; `sideName` is the option that counts only for one side of a Duplex. */
function highWaterMarkFrom(options, sideName, isDuplex, objectMode) {
  let value = options?.highWaterMark;
  let name = 'options.highWaterMark';
  if (value == null && isDuplex) {
    value = options?.[sideName];
    name = `options.${sideName}`;
  }
  if (value == null) return getDefaultHighWaterMark(objectMode);
  if (!Number.isInteger(value) || value < 0) throw new ERR_INVALID_ARG_VALUE(name, value);
  return value;
}

module.exports = { getDefaultHighWaterMark, highWaterMarkFrom, setDefaultHighWaterMark };
