// What connecting to a name does by default: whether addresses of both families are tried in turn, and how long each.
'use strict';
const { validateBoolean, validateInt32 } = require('validators');

const SHORTEST_ATTEMPT_MS = 10;

let autoSelectFamily;
let attemptTimeout;

/** @returns {boolean} */
function getDefaultAutoSelectFamily() {
  return autoSelectFamily ??= require('options').getOption('--network-family-autoselection');
}

/** @param {boolean} value */
function setDefaultAutoSelectFamily(value) {
  validateBoolean(value, 'value');
  autoSelectFamily = value;
}

/** @returns {number} milliseconds */
function getDefaultAutoSelectFamilyAttemptTimeout() {
  return attemptTimeout ??= require('options').getOption('--network-family-autoselection-attempt-timeout');
}

/** @param {number} value milliseconds; at least 10 count */
function setDefaultAutoSelectFamilyAttemptTimeout(value) {
  validateInt32(value, 'value', 1);
  attemptTimeout = Math.max(value, SHORTEST_ATTEMPT_MS);
}

module.exports = {
  SHORTEST_ATTEMPT_MS,
  getDefaultAutoSelectFamily,
  setDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamilyAttemptTimeout,
};
