// process.stdin, stdout and stderr, made when first looked at. What they are depends on what the descriptors are.
'use strict';
const { typeOf } = binding('stdio');

const streams = [undefined, undefined, undefined];

function output(fd) {
  if (streams[fd] !== undefined) return streams[fd];
  const type = typeOf(fd);
  let stream;
  if (type === 'TTY') {
    stream = new (require('tty').WriteStream)(fd);
    stream._type = 'tty';
  } else {
    stream = new (require('stdio/sync_write_stream'))(fd);
    stream._type = type === 'FILE' ? 'fs' : 'pipe';
  }
  // Programs end these streams by accident; the descriptors stay open, and later writes still arrive.
  stream.destroySoon = stream.destroy;
  stream._destroy = dummyDestroy;
  stream._isStdio = true;
  streams[fd] = stream;
  return stream;
}

function dummyDestroy(error, callback) {
  callback(error);
  this._undestroy();
  if (!this._writableState?.emitClose) require('process').nextTick(() => this.emit('close'));
}

function input() {
  const fd = 0;
  const type = typeOf(fd);
  if (type === 'TTY') return new (require('tty').ReadStream)(fd);
  if (type === 'PIPE' || type === 'TCP') {
    const net = require('net');
    const socket = new net.Socket({ fd, readable: true, writable: false, manualStart: true });
    socket._type = 'pipe';
    return socket;
  }
  if (type === 'FILE') return new (require('fs').ReadStream)(null, { fd, autoClose: false });
  const { Readable } = require('stream');
  const stream = new Readable({ read() {} });
  stream.push(null);
  return stream;
}

// A stdin that nobody reads must not keep the process alive: reading starts, and refs the handle, only when asked for.
function makeStdin() {
  const stdin = input();
  stdin.fd = 0;
  if (stdin._handle?.readStop) {
    stdin._handle.reading = false;
    stdin._readableState.reading = false;
    stdin._handle.readStop();
    stdin.on('pause', () => {
      if (!stdin._handle?.reading) return;
      stdin._handle.reading = false;
      stdin._handle.readStop();
    });
  }
  return stdin;
}

module.exports = {
  stdin: () => (streams[0] ??= makeStdin()),
  stdout: () => output(1),
  stderr: () => output(2),
};
