'use strict';
// node:constants (deprecated): the constants of os, fs and crypto in one object.

const { dlopen, errno, priority, signals } = require('os').constants;

const constants = {
  ...dlopen, ...errno, ...priority, ...signals, ...require('fs').constants, ...require('crypto').constants,
};
delete constants.defaultCipherList; // a setting, no constant

module.exports = Object.freeze(constants);
