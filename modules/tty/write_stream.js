// tty.WriteStream: a terminal to write to, with its size, its colours and its cursor.
'use strict';
const { Socket } = require('net');
const { errnoException } = require('errors');
const { validateInteger } = require('validators');
const { openTerminal } = require('tty/terminal');

const size = new Float64Array(2); // columns and rows, filled in natively

/** `fd` must be a terminal. @throws ERR_INVALID_FD, ERR_TTY_INIT_FAILED */
function WriteStream(fd) {
  if (!(this instanceof WriteStream)) return new WriteStream(fd);
  const handle = openTerminal(fd);
  Socket.call(this, { fd, handle, manualStart: true, readableHighWaterMark: 0 });
  // Written to at once: output is neither lost at the end of the process nor mixed with that of others.
  handle.setBlocking(true);
  if (handle.windowSize(size) === 0) [this.columns, this.rows] = size;
}
Object.setPrototypeOf(WriteStream.prototype, Socket.prototype);
Object.setPrototypeOf(WriteStream, Socket);

WriteStream.prototype.isTTY = true;

/** How many colours: 1, 4, 8 or 24 bits. @param {object} [env] environment variables, default process.env */
WriteStream.prototype.getColorDepth = function getColorDepth(env) {
  return require('tty/colors').getColorDepth(env);
};

/** Whether it shows at least `count` colours (default 16). @param {object} [env] default process.env */
WriteStream.prototype.hasColors = function hasColors(count, env) {
  if (env === undefined && (count === undefined || (typeof count === 'object' && count !== null))) {
    env = count;
    count = 16;
  } else {
    validateInteger(count, 'count', 2);
  }
  return count <= 2 ** this.getColorDepth(env);
};

/** Asks the terminal for its size again; 'resize' when it has changed. */
WriteStream.prototype._refreshSize = function() {
  const { columns, rows } = this;
  const error = this._handle.windowSize(size);
  if (error !== 0) {
    this.emit('error', errnoException(error, 'getWindowSize'));
    return;
  }
  if (columns === size[0] && rows === size[1]) return;
  [this.columns, this.rows] = size;
  this.emit('resize');
};

WriteStream.prototype.cursorTo = function(x, y, callback) {
  return require('readline').cursorTo(this, x, y, callback);
};

WriteStream.prototype.moveCursor = function(dx, dy, callback) {
  return require('readline').moveCursor(this, dx, dy, callback);
};

/** @param {-1|0|1} dir -1: to the left of the cursor, 1: to the right, 0: the whole line */
WriteStream.prototype.clearLine = function(dir, callback) {
  return require('readline').clearLine(this, dir, callback);
};

WriteStream.prototype.clearScreenDown = function(callback) {
  return require('readline').clearScreenDown(this, callback);
};

/** @returns {[number, number]} columns and rows */
WriteStream.prototype.getWindowSize = function() {
  return [this.columns, this.rows];
};

module.exports = { WriteStream };
