'use strict';
// Names and messages of the system's error numbers, as libuv knows them.

const { ERR_OUT_OF_RANGE, errnoException, exceptionWithHostPort } = require('errors');
const { validateNumber } = require('validators');

function validateErrno(err) {
  validateNumber(err, 'err');
  if (err >= 0 || !Number.isSafeInteger(err)) throw new ERR_OUT_OF_RANGE('err', 'a negative integer', err);
}

/** Map of error number to [name, message]. */
function getSystemErrorMap() {
  return binding('uv').getErrorMap();
}

/**
 * The name of an error number, ENOENT for -2.
 * @param {number} err negative
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 */
function getSystemErrorName(err) {
  validateErrno(err);
  return binding('uv').errname(err);
}

/**
 * The message of an error number, 'no such file or directory' for -2.
 * @param {number} err negative
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 */
function getSystemErrorMessage(err) {
  validateErrno(err);
  return getSystemErrorMap().get(err)?.[1] ?? `Unknown system error ${err}`;
}

/**
 * _errnoException(errno, syscall, original): an error for an errno below 0. Throws ERR_INVALID_ARG_TYPE,
 * ERR_OUT_OF_RANGE.
 */
function _errnoException(...args) {
  validateErrno(args[0]);
  return errnoException(...args);
}

/** _exceptionWithHostPort(errno, syscall, address, port, additional): the same, of a connection. */
function _exceptionWithHostPort(...args) {
  validateErrno(args[0]);
  return exceptionWithHostPort(...args);
}

module.exports = {
  _errnoException, _exceptionWithHostPort, getSystemErrorMap, getSystemErrorMessage, getSystemErrorName,
};
