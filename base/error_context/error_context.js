'use strict';
// Where an unhandled 'error' event was emitted. Kept beside the error, not on it, and shown only when the error ends
// the process: the fatal-error printer asks describeEmitSite().

const { captureStackTrace, stringIndexOf, stringSlice } = require('intrinsics');

// A private field on an error: it costs less than a place in a WeakMap, also the garbage collector.
class Site extends (function(error) { return error; }) { // eslint-disable-line prefer-arrow-callback
  #site;

  static put(error, site) {
    if (!(#site in error)) new Site(error); // eslint-disable-line no-new
    error.#site = site;
  }

  static of(error) {
    return #site in error ? error.#site : undefined;
  }
}

/** Remember that `emitter` emitted `error` with no listener; `below` is the frame above which the trace is cut. */
function rememberEmitSite(error, emitter, below) {
  const capture = {};
  try {
    captureStackTrace(capture, below);
    Site.put(error, { capture, emitter });
  } catch {
    // A trace is a courtesy: a user's broken Error.prepareStackTrace must not replace the error being thrown.
  }
}

function emitterSuffix(emitter) {
  try {
    const { name } = emitter.constructor;
    return name === 'EventEmitter' || name === undefined ? '' : ` on ${name} instance`;
  } catch {
    return '';
  }
}

/**
 * The text to append to the stack of an uncaught `error`: "\nEmitted 'error' event on Foo instance at:\n    at ...".
 * Empty when the error was not emitted, or has no stack of text, or was frozen by its owner.
 */
function describeEmitSite(error) {
  const site = typeof error === 'object' && error !== null ? Site.of(error) : undefined;
  if (site === undefined || typeof error.stack !== 'string') return '';
  const trace = site.capture.stack;
  if (typeof trace !== 'string') return '';
  const frames = stringIndexOf(trace, '\n'); // behind the header
  return `\nEmitted 'error' event${emitterSuffix(site.emitter)} at:${frames < 0 ? '\n' : stringSlice(trace, frames)}`;
}

module.exports = { rememberEmitSite, describeEmitSite };
