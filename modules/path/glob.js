'use strict';
// path.matchesGlob(), on minimatch.

const { validateString } = require('validators');

const { platform } = binding('process');

/**
 * @param {string} path
 * @param {string} pattern
 * @param {boolean} windows whether '\' separates segments
 * @returns {boolean}
 */
function matchesGlob(path, pattern, windows) {
  validateString(path, 'path');
  validateString(pattern, 'pattern');
  const { minimatch } = require('minimatch');
  return minimatch(path, pattern, {
    nocase: platform === 'darwin' || platform === 'win32',
    nocaseMagicOnly: true,
    nocomment: true,
    nonegate: true,
    optimizationLevel: 2,
    platform: windows ? 'win32' : 'posix',
    windowsPathsNoEscape: true,
  });
}

module.exports = { matchesGlob };
