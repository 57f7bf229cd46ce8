'use strict';
// The error for text that is no URL. Unlike other errors with a code it shows as a plain 'TypeError: Invalid URL'.

/**
 * @param {string} input
 * @param {string} [base]
 * @returns {TypeError} with code 'ERR_INVALID_URL', `input`, and `base` where there was one
 */
function invalidUrl(input, base = undefined) {
  const error = new TypeError('Invalid URL');
  error.code = 'ERR_INVALID_URL';
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}

module.exports = { invalidUrl };
