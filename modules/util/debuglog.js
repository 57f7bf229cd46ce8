'use strict';
// util.debuglog: messages to stderr for the sections that the environment variable NODE_DEBUG names.


let wanted; // the pattern of NODE_DEBUG, read at first use

function isWanted(section) {
  if (wanted === undefined) {
    const names = require('process_object').env.NODE_DEBUG;
    const pattern = names && names.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replaceAll('*', '.*').replaceAll(',', '$|^');
    wanted = names ? new RegExp(`^${pattern}$`, 'i') : null;
  }
  return wanted !== null && wanted.test(section);
}

function warnOfSecrets(section) {
  if (section !== 'HTTP' && section !== 'HTTP2') return;
  require('process_object').emitWarning(`Setting the NODE_DEBUG environment variable to '${section.toLowerCase()}' can expose ` +
    'sensitive data (such as passwords, tokens and authentication headers) in the resulting log.');
}

function write(section, args) {
  const { formatWithOptions, inspect } = require('inspect');
  const process = require('process_object');
  const colors = require('util/style_text').isColorful(process.stderr);
  const text = formatWithOptions({ colors }, ...args);
  process.stderr.write(`${section} ${inspect(process.pid, { colors })}: ${text}\n`);
}

/**
 * A function that writes to stderr if NODE_DEBUG names `set`; its property `enabled` is whether it does.
 * @param {string} set matched without regard to case
 * @param {Function} [cb] gets, at the first message, the function that writes, to be called without the check
 * @returns {Function}
 */
function debuglog(set, cb) {
  const section = `${set}`.toUpperCase();
  let isEnabled;
  function enabled() {
    if (isEnabled === undefined) {
      isEnabled = isWanted(section);
      if (isEnabled) warnOfSecrets(section);
    }
    return isEnabled;
  }
  function debug(...args) {
    if (enabled()) write(section, args);
  }
  let hasCalledBack = typeof cb !== 'function';
  function logger(...args) {
    if (!hasCalledBack) {
      hasCalledBack = true;
      cb(telling(enabled() ? debug : () => {}));
    }
    return debug(...args);
  }
  function telling(log) {
    return Object.defineProperty(log, 'enabled', { __proto__: null, get() { return enabled(); }, configurable: true, enumerable: true });
  }
  return telling(logger);
}

module.exports = { debuglog };
