'use strict';
// Where a built-in was called from. Some deprecations speak to a program's own code only, not to its dependencies.

const inNodeModules = /[/\\]node_modules[/\\]/i;

function framesOfStack() {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.prepareStackTrace = (error, frames) => frames;
  Error.stackTraceLimit = 100;
  const frames = new Error().stack;
  Error.stackTraceLimit = stackTraceLimit;
  Error.prepareStackTrace = prepareStackTrace;
  return Array.isArray(frames) ? frames : [];
}

/** Whether the nearest function on the stack that is not ours stands in a node_modules folder. */
function calledFromNodeModules() {
  for (const frame of framesOfStack()) {
    const file = frame.getFileName();
    // Ours are named node:room/file; a file on disk has a path or a file: URL.
    if (typeof file !== 'string' || !/^(?:[/\\]|[A-Za-z]:|file:)/.test(file)) continue;
    return inNodeModules.test(file);
  }
  return false;
}

module.exports = { calledFromNodeModules };
