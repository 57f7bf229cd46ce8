'use strict';
// node:path is the flavour of the system that eddy runs on.
// Also shown: glob.

module.exports = binding('process').platform === 'win32' ? require('path/win32') : require('path/posix');
