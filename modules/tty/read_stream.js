// tty.ReadStream: what is typed into a terminal.
'use strict';
const { Socket } = require('net');
const { errnoException } = require('errors');
const { openTerminal } = require('tty/terminal');

/** `fd` must be a terminal. `options`: those of net.Socket. @throws ERR_INVALID_FD, ERR_TTY_INIT_FAILED */
function ReadStream(fd, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(fd, options);
  Socket.call(this, { readableHighWaterMark: 0, handle: openTerminal(fd), manualStart: true, ...options });
  this.isRaw = false;
  this.isTTY = true;
}
Object.setPrototypeOf(ReadStream.prototype, Socket.prototype);
Object.setPrototypeOf(ReadStream, Socket);

/** In raw mode each key is delivered at once, and neither echoed nor turned into a signal. */
ReadStream.prototype.setRawMode = function(flag) {
  flag = Boolean(flag);
  const error = this._handle?.setRawMode(flag);
  if (error) {
    this.emit('error', errnoException(error, 'setRawMode'));
    return this;
  }
  this.isRaw = flag;
  return this;
};

module.exports = { ReadStream };
