// Operations in steps: generators that yield [name, ...arguments] of one function of process.binding('fs') after the other and
// get its result. One text serves the three forms: at once, with a callback, with a promise.
'use strict';

let part; // process.binding('fs'), as programs changed it

/** Says whose functions are called. */
function useFunctions(functions) {
  part = functions;
}

// What follows the arguments where work is done at once: no request, and what Node gives besides.
const tails = {
  __proto__: null,
  stat: () => [undefined, true],
  lstat: () => [undefined, true],
  fstat: () => [undefined, true],
};

/** A write at once, whose error is noted in an object rather than thrown. */
function writeNow(name, args) {
  const context = {};
  const written = part[name](...args, undefined, context);
  if (context.errno === undefined) return written;
  const { uvException } = require('errors');
  throw uvException({ errno: context.errno, syscall: context.syscall ?? 'write' });
}

/**
 * Calls one function.
 * @param {undefined | null | ((error: Error?, value?: any) => void)} done undefined: at once; null: a promise is returned
 */
function call(name, args, done) {
  if (done === undefined) {
    if (name === 'writeBuffer' || name === 'writeString') return writeNow(name, args);
    return part[name](...args, ...(tails[name]?.() ?? []));
  }
  if (done === null) return callForPromise(name, args);
  const request = new part.FSReqCallback();
  request.oncomplete = done;
  part[name](...args, request);
}

// --- Handles: files opened for promises are objects that close themselves. ---

const handles = new Map(); // descriptor -> what openFileHandle() gave

async function callForPromise(name, args) {
  if (name === 'open') {
    const handle = await part.openFileHandle(...args, part.kUsePromises);
    handles.set(handle.fd, handle);
    return handle.fd;
  }
  if (name === 'close' && handles.has(args[0])) {
    const handle = handles.get(args[0]);
    handles.delete(args[0]);
    return await handle.close();
  }
  return await part[name](...args, part.kUsePromises);
}

/** Whether `fd` is none of the system's: a program's own openFileHandle() made it. */
function isForeign(fd) {
  const handle = handles.get(fd);
  return handle !== undefined && !(handle instanceof part.FileHandle);
}

// --- Steps. ---

function runNow(steps) {
  let step = steps.next();
  while (!step.done) {
    const [name, ...args] = step.value;
    let value;
    try {
      value = call(name, args);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(value);
  }
  return step.value;
}

async function runForPromise(steps) {
  let step = steps.next();
  while (!step.done) {
    const [name, ...args] = step.value;
    let value;
    try {
      value = await call(name, args, null);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(value);
  }
  return step.value;
}

function runWithCallbacks(steps, done) {
  const advance = (error, value) => {
    let step;
    try {
      step = error ? steps.throw(error) : steps.next(value);
    } catch (failure) {
      return done(failure);
    }
    if (!step.done) {
      const [name, ...args] = step.value;
      call(name, args, advance);
    } else if (step.value === undefined) {
      done(null);
    } else {
      done(null, step.value);
    }
  };
  advance(null);
}

/** Runs `steps` in the form that `done` asks for, as call() does. */
function run(steps, done) {
  if (done === undefined) return runNow(steps);
  return done === null ? runForPromise(steps) : runWithCallbacks(steps, done);
}

/** process.binding('fs'), as programs changed it. */
function functions() {
  return part;
}

module.exports = { call, functions, isForeign, run, useFunctions };
