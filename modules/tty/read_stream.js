// tty.ReadStream: what is typed into a terminal.
'use strict';
const { Socket } = require('net');
const { errnoException } = require('errors');
const { openTerminal } = require('tty/terminal');

// What is typed is not gathered beforehand: another program may get it next.
const DEFAULTS = { __proto__: null, readableHighWaterMark: 0, manualStart: true };

/**
 * The terminal's keys as a stream of bytes; lines, unless in raw mode.
 * @param {number} fd a terminal
 * @param {object} [options] those of net.Socket
 * @throws ERR_INVALID_FD, ERR_TTY_INIT_FAILED
 */
function ReadStream(fd, options) {
  if (new.target === undefined && !(this instanceof ReadStream)) return new ReadStream(fd, options);
  Socket.call(this, { ...DEFAULTS, handle: openTerminal(fd), ...options });
  this.isRaw = false;
  this.isTTY = true;
}

Object.setPrototypeOf(ReadStream, Socket);
ReadStream.prototype = Object.create(Socket.prototype, {
  __proto__: null,
  constructor: { __proto__: null, configurable: true, value: ReadStream, writable: true },
});

/**
 * In raw mode each key comes at once, is not echoed, and sends no signal.
 * @param {boolean} flag
 * @returns {ReadStream} this; 'error' when the terminal refuses
 */
ReadStream.prototype.setRawMode = function(flag) {
  const wanted = Boolean(flag);
  const errno = this._handle ? this._handle.setRawMode(wanted) : 0;
  if (errno) this.emit('error', errnoException(errno, 'setRawMode'));
  else this.isRaw = wanted;
  return this;
};

module.exports = { ReadStream };
