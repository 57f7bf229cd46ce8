// tty.WriteStream: a terminal to write to, which has a size, colours and a cursor.
'use strict';
const { Socket } = require('net');
const { errnoException } = require('errors');
const { validateInteger } = require('validators');
const { openTerminal } = require('tty/terminal');

/**
 * What is written is on the terminal when write() returns: it is neither lost at the end of the process nor mixed with
 * what others write. `columns` and `rows` are its size.
 * @param {number} fd a terminal
 * @throws ERR_INVALID_FD, ERR_TTY_INIT_FAILED
 */
function WriteStream(fd) {
  if (new.target === undefined && !(this instanceof WriteStream)) return new WriteStream(fd);
  const handle = openTerminal(fd);
  Socket.call(this, { __proto__: null, fd, handle, manualStart: true, readableHighWaterMark: 0 });
  handle.setBlocking(true);
  const size = sizeOf(handle);
  if (typeof size !== 'number') Object.assign(this, size);
}

Object.setPrototypeOf(WriteStream, Socket);
WriteStream.prototype = Object.create(Socket.prototype, {
  __proto__: null,
  constructor: { __proto__: null, configurable: true, value: WriteStream, writable: true },
});

const pair = new Float64Array(2); // filled in natively

/** @returns {{columns: number, rows: number}|number} a negative errno when it is not known */
function sizeOf(handle) {
  const errno = handle.windowSize(pair);
  return errno === 0 ? { columns: pair[0], rows: pair[1] } : errno;
}

const readline = () => require('readline');

const methods = {
  /** @param {object} [env] environment variables, default process.env @returns {1|4|8|24} bits a colour */
  getColorDepth(env = undefined) {
    return require('tty/colors').getColorDepth(env);
  },

  /** @param {number} [count] default 16 @param {object} [env] default process.env @returns {boolean} whether it shows them */
  hasColors(count, env) {
    const onlyEnv = env === undefined && typeof count === 'object' && count !== null;
    if (onlyEnv) return this.hasColors(16, count);
    if (count === undefined && env === undefined) count = 16;
    validateInteger(count, 'count', 2);
    return count <= 2 ** this.getColorDepth(env);
  },

  /** Asks for the size anew. 'resize' when it is another one. */
  _refreshSize() {
    const size = sizeOf(this._handle);
    if (typeof size === 'number') {
      this.emit('error', errnoException(size, 'getWindowSize'));
    } else if (size.columns !== this.columns || size.rows !== this.rows) {
      Object.assign(this, size);
      this.emit('resize');
    }
  },

  // Moving the cursor and clearing: node:readline does it on any stream, and documents the arguments.
  cursorTo(x, y, callback) {
    return readline().cursorTo(this, x, y, callback);
  },
  moveCursor(dx, dy, callback) {
    return readline().moveCursor(this, dx, dy, callback);
  },
  clearLine(direction, callback) {
    return readline().clearLine(this, direction, callback);
  },
  clearScreenDown(callback) {
    return readline().clearScreenDown(this, callback);
  },

  /** @returns {[number, number]} columns and rows */
  getWindowSize() {
    return [this.columns, this.rows];
  },
};

Object.assign(WriteStream.prototype, { isTTY: true }, methods);

module.exports = { WriteStream };
