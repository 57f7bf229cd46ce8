// A Writable over a file or pipe whose writes are done when write() returns: standard output and error.
'use strict';
const { Writable } = require('stream');
const { writeBytes, writeString } = binding('stdio');
const { errnoException, uvException } = require('errors');

class SyncWriteStream extends Writable {
  #isFile;

  /** `isFile`: errors are worded as those of files, otherwise as those of sockets. */
  constructor(fd, isFile) {
    super({ autoDestroy: true, decodeStrings: false });
    this.#isFile = isFile;
    this.fd = fd;
    this.readable = false;
  }

  _write(chunk, encoding, callback) {
    const error = typeof chunk === 'string' && (encoding === 'utf8' || encoding === 'utf-8')
      ? writeString(this.fd, chunk)
      : writeBytes(this.fd, typeof chunk === 'string' ? require('buffer').Buffer.from(chunk, encoding) : chunk);
    if (error === 0) callback(null);
    else callback(this.#isFile ? uvException({ errno: error, syscall: 'write' }) : errnoException(error, 'write'));
  }
}

module.exports = SyncWriteStream;
