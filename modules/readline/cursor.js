// The cursor functions: escape sequences that move the cursor and clear parts of a terminal.
'use strict';
const { validateFunction } = require('validators');
const { ERR_INVALID_ARG_VALUE, ERR_INVALID_CURSOR_POS } = require('errors');

const CSI = '\x1b[';
const CLEAR_SCREEN_DOWN = CSI + '0J';
const CLEAR_TO_LINE_START = CSI + '1K';
const CLEAR_TO_LINE_END = CSI + '0K';
const CLEAR_LINE = CSI + '2K';

function toPosition(x, y) {
  return typeof y === 'number' ? `${CSI}${y + 1};${x + 1}H` : `${CSI}${x + 1}G`;
}

function byOffset(dx, dy) {
  let sequence = '';
  if (dx < 0) sequence += `${CSI}${-dx}D`;
  else if (dx > 0) sequence += `${CSI}${dx}C`;
  if (dy < 0) sequence += `${CSI}${-dy}A`;
  else if (dy > 0) sequence += `${CSI}${dy}B`;
  return sequence;
}

function clearing(dir) {
  if (dir < 0) return CLEAR_TO_LINE_START;
  return dir > 0 ? CLEAR_TO_LINE_END : CLEAR_LINE;
}

// Writes a sequence; without a stream, or with nothing to write, only the callback is called.
function send(stream, sequence, callback) {
  if (stream === null || stream === undefined || sequence === '') {
    if (typeof callback === 'function') require('ticks').nextTick(callback, null);
    return true;
  }
  return stream.write(sequence, callback);
}

/**
 * Moves the cursor to column `x` (from 0) and, when `y` is a number, row `y`.
 * @returns {boolean} what stream.write() says: false to wait for 'drain'
 * @throws ERR_INVALID_ARG_VALUE for NaN, ERR_INVALID_CURSOR_POS for a row without a column
 */
function cursorTo(stream, x, y, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (typeof y === 'function') {
    callback = y;
    y = undefined;
  }
  if (Number.isNaN(x)) throw new ERR_INVALID_ARG_VALUE('x', x);
  if (Number.isNaN(y)) throw new ERR_INVALID_ARG_VALUE('y', y);
  const open = stream !== null && stream !== undefined;
  if (open && typeof x !== 'number' && typeof y === 'number') throw new ERR_INVALID_CURSOR_POS();
  return send(stream, typeof x === 'number' ? toPosition(x, y) : '', callback);
}

/** Moves the cursor by `dx` columns and `dy` rows. */
function moveCursor(stream, dx, dy, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  return send(stream, byOffset(dx, dy), callback);
}

/** Clears the line: `dir` -1 to the left of the cursor, 1 to the right, 0 all of it. */
function clearLine(stream, dir, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  return send(stream, clearing(dir), callback);
}

/** Clears the screen from the cursor down. */
function clearScreenDown(stream, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  return send(stream, CLEAR_SCREEN_DOWN, callback);
}

module.exports = {
  cursorTo, moveCursor, clearLine, clearScreenDown,
  sequences: { toPosition, byOffset, clearing, CLEAR_SCREEN_DOWN },
};
