'use strict';
// node:constants (deprecated): the constants of os, fs and crypto in one object.

const { dlopen, errno, priority, signals } = require('os').constants;

// Those of crypto join when that room is there. defaultCipherList is a setting, no constant.
const hasCrypto = binding('builtins').exists('crypto');
const { defaultCipherList, ...cryptoConstants } = hasCrypto ? require('crypto').constants : {};

module.exports = Object.freeze({
  ...dlopen, ...errno, ...priority, ...signals, ...require('fs').constants, ...cryptoConstants,
});
