'use strict';
// What NODE_DEBUG=http shows: the rare events of connections, not every message.

let logger;

/** Writes a message to stderr when NODE_DEBUG names http. */
function debug(...args) {
  logger ??= require('util').debuglog('http');
  logger(...args);
}

module.exports = { debug };
