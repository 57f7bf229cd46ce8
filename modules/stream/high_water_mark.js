'use strict';
// How much a stream buffers before it asks its source to wait: the defaults, and what options may say instead.
const { ERR_INVALID_ARG_VALUE } = require('errors');
const { validateInteger } = require('validators');

let bytes = 64 * 1024;
let objects = 16;

/** The default for streams of bytes: 65,536 unless it was set. */
function bytesByDefault() {
  return bytes;
}

/** The default for streams of objects: 16 unless it was set. */
function objectsByDefault() {
  return objects;
}

/** The default high-water mark: in objects if `objectMode`, else in bytes. */
function getDefaultHighWaterMark(objectMode) {
  return objectMode ? objects : bytes;
}

/** Sets the default high-water mark of streams made from now on. `value`: an integer >= 0. */
function setDefaultHighWaterMark(objectMode, value) {
  validateInteger(value, 'value', 0);
  if (objectMode) objects = value;
  else bytes = value;
}

/** Throws unless the value of the option called `name` is one. */
function checkHighWaterMark(value, name) {
  if (!Number.isInteger(value) || value < 0) throw new ERR_INVALID_ARG_VALUE(name, value);
}

/** The value, if there is one, checked. */
function checkedMark(value, name) {
  if (value != null) checkHighWaterMark(value, name);
  return value;
}

module.exports = {
  bytesByDefault, checkHighWaterMark, checkedMark, getDefaultHighWaterMark, objectsByDefault, setDefaultHighWaterMark,
};
