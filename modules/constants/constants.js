'use strict';
// node:constants (deprecated): the constants of os, fs and crypto in one object.

const { dlopen, errno, priority, signals } = require('os').constants;

// defaultCipherList is a setting, no constant.
const { defaultCipherList, ...cryptoConstants } = require('crypto').constants;

module.exports = Object.freeze({
  ...dlopen, ...errno, ...priority, ...signals, ...require('fs').constants, ...cryptoConstants,
});
