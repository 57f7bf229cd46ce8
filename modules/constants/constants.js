'use strict';
// node:constants (deprecated): the constants of os, fs and crypto in one object.

const { dlopen, errno, priority, signals } = require('os').constants;

const { defaultCipherList, ...cryptoConstants } = require('crypto').constants; // a setting, no constant

module.exports = Object.freeze({
  ...dlopen, ...errno, ...priority, ...signals, ...require('fs').constants, ...cryptoConstants,
});
