'use strict';
// How a captured stack becomes the text of error.stack. V8 calls prepareStackTrace when a stack is first read.

const { apply, bareArray, defineProperty, join } = require('intrinsics');

const kCoded = Symbol('coded error');
const errorToString = Error.prototype.toString;

function headerOf(error) {
  if (kCoded in error) return `${error.name} [${error.code}]: ${error.message}`;
  return apply(errorToString, error, []);
}

let describeFrame;

/** `describe(frame)` gives the text of a frame from now on: source maps put the original place there. */
function setFrameDescriber(describe) {
  describeFrame = describe;
}

function formatTrace(error, frames) {
  const header = headerOf(error);
  if (frames.length === 0) return header;
  const lines = bareArray();
  for (let i = 0; i < frames.length; i++) lines[i] = describeFrame === undefined ? frames[i] : describeFrame(frames[i], i, frames);
  return `${header}\n    at ${join(lines, '\n    at ')}`;
}

/** The first value of Error.prepareStackTrace. */
function errorPrepareStackTrace(error, frames) {
  return formatTrace(error, frames);
}
defineProperty(errorPrepareStackTrace, 'name', { __proto__: null, value: 'ErrorPrepareStackTrace' });

/**
 * V8's callback: what error.stack becomes.
 * @param {typeof Error} RealmError the Error of the realm the stack was captured in: its prepareStackTrace decides if
 *   the user has set one, else the main realm's
 * @param {object} error
 * @param {CallSite[]} frames
 */
function prepareStackTrace(RealmError, error, frames) {
  const realms = RealmError.prepareStackTrace;
  const users = typeof realms === 'function' ? realms : Error.prepareStackTrace;
  if (typeof users !== 'function' || users === errorPrepareStackTrace) return formatTrace(error, frames);
  return apply(users, users === realms ? RealmError : Error, [error, frames]);
}

module.exports = { errorPrepareStackTrace, kCoded, prepareStackTrace, setFrameDescriber };
