// node:tty: terminals as streams.
// Also shown: terminal.
'use strict';
const { isTerminal } = binding('tty');

/** @returns {boolean} whether descriptor `fd` is a terminal */
function isatty(fd) {
  return Number.isInteger(fd) && fd >= 0 && fd <= 2147483647 && isTerminal(fd);
}

module.exports = {
  isatty,
  ReadStream: require('tty/read_stream').ReadStream,
  WriteStream: require('tty/write_stream').WriteStream,
};
