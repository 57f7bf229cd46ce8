// The native handle of a terminal.
'use strict';
const { TTY } = binding('tty');
const { ERR_INVALID_FD, ERR_TTY_INIT_FAILED, uvErrorOf } = require('errors');
const { adopt, declareCommon } = require('stream_handles');

declareCommon(TTY.prototype, 'TTYWRAP');

/** @returns {TTY} open. @throws ERR_INVALID_FD, ERR_TTY_INIT_FAILED */
function openTerminal(fd) {
  if (fd >> 0 !== fd || fd < 0) throw new ERR_INVALID_FD(fd);
  const handle = new TTY();
  const errno = handle.open(fd);
  if (errno !== 0) {
    const [code, message] = uvErrorOf(errno);
    throw new ERR_TTY_INIT_FAILED({ code, message, errno, syscall: 'uv_tty_init' });
  }
  return adopt(handle, 'TTYWRAP');
}

module.exports = { openTerminal };
