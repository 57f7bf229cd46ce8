// In a program that is watched: reports to the watcher, by a pipe, which files are loaded. Each is one line: '+', the
// time of the file's last change in milliseconds, a space and its path; or '?' and where a module was looked for in
// vain. Written at once, since the program may never come back to its loop.
'use strict';
const FD = 'EDDY_WATCH_FD';

let fd = -1;

/** Called at start: takes over the pipe where there is one. @returns {boolean} whether this program is watched */
function open(env) {
  if (env[FD] === undefined) return false;
  fd = Number(env[FD]);
  delete env[FD];
  return true;
}

function tell(line) {
  try {
    require('fs').writeSync(fd, line);
  } catch {
    fd = -1; // nobody watches any more
  }
}

/** A file is about to be read. @param {string} file absolute path */
function loaded(file) {
  if (fd === -1) return;
  const stats = require('fs').statSync(file, { throwIfNoEntry: false });
  tell(`+${stats?.mtimeMs ?? 0} ${file}\n`);
}

/** @param {string} request as in require(request) @param {string} [directory] of who asked */
function missed(request, directory) {
  if (fd === -1 || !/^\.{0,2}\//.test(request)) return;
  tell(`?${require('path').resolve(directory ?? '.', request)}\n`);
}

module.exports = { FD, loaded, missed, open };
