'use strict';
// Where an unhandled 'error' event was emitted. Kept beside the error, not on it, and shown only when the error ends
// the process: the fatal-error printer asks describeEmitSite().

const { OwnWeakMap, captureStackTrace, stringIndexOf, stringSlice } = require('intrinsics');

const sites = new OwnWeakMap();

/** Remember that `emitter` emitted `error` with no listener; `below` is the frame above which the trace is cut. */
function rememberEmitSite(error, emitter, below) {
  const capture = {};
  try {
    captureStackTrace(capture, below);
    sites.set(error, { capture, emitter });
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
  const site = typeof error === 'object' && error !== null ? sites.get(error) : undefined;
  if (site === undefined || typeof error.stack !== 'string') return '';
  const trace = site.capture.stack;
  if (typeof trace !== 'string') return '';
  const frames = stringIndexOf(trace, '\n'); // behind the header
  return `\nEmitted 'error' event${emitterSuffix(site.emitter)} at:${frames < 0 ? '\n' : stringSlice(trace, frames)}`;
}

module.exports = { rememberEmitSite, describeEmitSite };
