// fs.Dirent: a name in a directory, with the kind of entry that the kernel gave along with it.
'use strict';
const { defineHidden } = require('define');
const constants = require('fs/constants');

const kType = Symbol('type'); // a number of libuv's uv_dirent_type_t

class Dirent {
  /** @param {string|Buffer} name @param {number} type @param {string|Buffer} parentPath the directory it was found in */
  constructor(name, type, parentPath) {
    this.name = name;
    this.parentPath = parentPath;
    this[kType] = type;
  }
}

// Each returns whether an entry is of that kind; none is true for a kind that the file system did not give.
const kinds = {
  __proto__: null,
  isDirectory: constants.UV_DIRENT_DIR,
  isFile: constants.UV_DIRENT_FILE,
  isBlockDevice: constants.UV_DIRENT_BLOCK,
  isCharacterDevice: constants.UV_DIRENT_CHAR,
  isSymbolicLink: constants.UV_DIRENT_LINK,
  isFIFO: constants.UV_DIRENT_FIFO,
  isSocket: constants.UV_DIRENT_SOCKET,
};
for (const method of Object.keys(kinds)) {
  const type = kinds[method];
  defineHidden(Dirent.prototype, method, { [method]() { return this[kType] === type; } }[method]);
}

module.exports = { Dirent };
