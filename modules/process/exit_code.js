// process.exitCode: an integer, or a string that spells one.
'use strict';
const { validateInteger } = require('validators');

/** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
function validateExitCode(value, name) {
  if (value === null || value === undefined) return;
  if (typeof value === 'string' && value !== '') {
    const number = Number(value);
    if (Number.isInteger(number)) return;
  }
  validateInteger(value, name);
}

module.exports = { validateExitCode };
