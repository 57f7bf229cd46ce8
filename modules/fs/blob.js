// fs.openAsBlob(): a file as a Blob, whose bytes are read when they are asked for.
'use strict';
const { ERR_INVALID_ARG_VALUE } = require('errors');
const { validateObject, validateString } = require('validators');
const { toPath } = require('fs/arguments');
const { statsFrom } = require('fs/stats');
const native = binding('fs_entry');

/**
 * @param {string | Buffer | URL} path
 * @param {{type?: string}} [options] type: the media type
 * @returns {Promise<Blob>} whose data cannot be read once the file has changed
 */
function openAsBlob(path, options = { __proto__: null }) {
  validateObject(options, 'options');
  const type = options.type || '';
  validateString(type, 'options.type');
  path = toPath(path);
  let stats;
  try {
    stats = statsFrom(native.stat(path, 0));
  } catch (failure) {
    if (failure.code === 'ERR_ACCESS_DENIED') throw failure;
    const error = new ERR_INVALID_ARG_VALUE('path', path);
    error.message = 'Unable to open file as blob';
    throw error;
  }
  const { blobOfFile } = require('blob');
  return Promise.resolve(blobOfFile(path, stats, type));
}

module.exports = { openAsBlob };
