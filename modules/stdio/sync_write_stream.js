// A Writable over a file or pipe whose writes are done when write() returns: standard output and error.
'use strict';
const { Writable } = require('stream');
const { writeBytes, writeString } = binding('stdio');
const { errnoException } = require('errors');

class SyncWriteStream extends Writable {
  constructor(fd) {
    super({ autoDestroy: true, decodeStrings: false });
    this.fd = fd;
    this.readable = false;
  }

  _write(chunk, encoding, callback) {
    const error = typeof chunk === 'string' && (encoding === 'utf8' || encoding === 'utf-8')
      ? writeString(this.fd, chunk)
      : writeBytes(this.fd, typeof chunk === 'string' ? require('buffer').Buffer.from(chunk, encoding) : chunk);
    callback(error === 0 ? null : errnoException(error, 'write'));
  }
}

module.exports = SyncWriteStream;
