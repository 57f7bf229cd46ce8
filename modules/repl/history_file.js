// The history across runs: a file with an entry a line, newest first.
'use strict';
const path = require('path');

const FLUSH_DELAY = 15;         // milliseconds
const MODE = 0o600;
const DISABLED = '\nPersistent history support disabled. Set the NODE_REPL_HISTORY environment\nvariable to a valid, ' +
                 'user-writable path to enable.\n';

function tell(server, message) {
  server._writeToOutput(message);
  server._refreshLine();
}

// Without a file the first look at the history says why it is empty.
function disable(server) {
  let wasReported = false;
  const { _historyPrev } = server;
  server._historyPrev = function() {
    if (!wasReported && this.history.length === 0) {
      wasReported = true;
      tell(this, DISABLED);
      return;
    }
    _historyPrev.call(this);
  };
}

function defaultPath(server) {
  try {
    return path.join(require('os').homedir(), '.node_repl_history');
  } catch (error) {
    tell(server, '\nError: Could not get the home directory.\nREPL session history will not be persisted.\n');
    require('util').debuglog('repl')(error.stack);
    return undefined;
  }
}

function failedToOpen(server, error, callback) {
  tell(server, '\nError: Could not open history file.\nREPL session history will not be persisted.\n');
  require('util').debuglog('repl')(error.stack);
  disable(server);
  server.resume();
  callback(null, server);
}

/** Writes the history some time after it changed. */
class Keeper {
  #server;
  #file;
  #timer;
  #writing = false;
  #again = false;

  constructor(server, file) {
    this.#server = server;
    this.#file = file;
    server.on('history', () => this.#changed());
    server.once('exit', () => this.#saveNow());
  }

  #changed() {
    this.#server.historyManager.isFlushing = true;
    if (this.#writing) {
      this.#again = true;
      return;
    }
    const timers = require('timers');
    timers.clearTimeout(this.#timer);
    this.#timer = timers.setTimeout(() => this.#write(), FLUSH_DELAY);
  }

  #saveNow() {
    if (this.#timer === undefined) return;
    require('timers').clearTimeout(this.#timer);
    this.#write();
  }

  #write() {
    this.#timer = undefined;
    this.#writing = true;
    this.#again = false;
    require('fs').writeFile(this.#file, this.#server.history.join('\n'), { mode: MODE }, () => {
      this.#writing = false;
      if (this.#again) return this.#write();
      this.#server.historyManager.isFlushing = false;
      this.#server.emit('flushHistory');
    });
  }
}

/**
 * Reads the history file and keeps it up to date; `callback(error, server)` when it has been read.
 * @param {string|undefined} file '' for none, undefined for ~/.node_repl_history
 * @param {{size?: number, removeHistoryDuplicates?: boolean}} options
 */
function setupHistory(server, file, options, callback) {
  if (file === undefined) file = defaultPath(server) ?? '';
  file = file.trim();
  const manager = server.historyManager;
  if (options.size !== undefined) manager.size = options.size;
  if (options.removeHistoryDuplicates !== undefined) manager.removeHistoryDuplicates = Boolean(options.removeHistoryDuplicates);
  if (file === '') {
    disable(server);
    require('ticks').nextTick(callback, null, server);
    return;
  }
  const fs = require('fs');
  server.pause();
  fs.open(file, 'a+', MODE, (error, fd) => {
    if (error) return failedToOpen(server, error, callback);
    fs.readFile(fd, 'utf8', (readError, text) => {
      fs.close(fd, () => {
        if (server.closed) return;
        if (readError) return failedToOpen(server, readError, callback);
        if (text !== '') manager.history = text.split('\n').filter((line) => line !== '').slice(0, manager.size);
        new Keeper(server, file);
        server.resume();
        callback(null, server);
      });
    });
  });
}

module.exports = { setupHistory };
