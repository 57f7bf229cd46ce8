'use strict';
// --trace-sync-io: a stack trace of each synchronous call on files once the event loop runs. The functions of
// process.binding('fs') tell: once one of them has been replaced, fs does all of its work by them (fs/legacy).
const process = require('process_object');

const FRAMES = 24;
const ownFrame = /\((?:node:)?(?:fs\/legacy|main\/sync_io)/;

/** @returns {string[]} the lines of the stack, from the public function on */
function callers() {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  const holder = {};
  Error.captureStackTrace(holder, callers);
  Error.stackTraceLimit = stackTraceLimit;
  return holder.stack.split('\n').slice(1).filter((line) => !ownFrame.test(line));
}

function warn() {
  process._rawDebug(`(node:${process.pid}) WARNING: Detected use of sync API\n${callers().join('\n')}`);
}

/** Begins to watch. */
function start() {
  const part = require('fs/legacy/part');
  const { performance } = require('perf_hooks');
  const isAsync = (arg) => arg === part.kUsePromises || arg instanceof part.FSReqCallback;
  for (const name of Object.keys(part)) {
    const work = part[name];
    if (typeof work !== 'function' || /^[A-Z]/.test(name)) continue;
    part[name] = (...args) => {
      if (performance.nodeTiming.loopStart >= 0 && !args.some(isAsync)) warn();
      return work(...args);
    };
  }
}

module.exports = { start };
