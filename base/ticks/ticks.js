// The nextTick queue and the promise jobs: what runs between any two callbacks.
//
// C++ drains both when a callback from the loop returns (src/loop/callback_scope.cc); JavaScript that calls several
// callbacks in a row, such as the timers of one list, drains between them with runBetweenCallbacks. Whether ticks wait
// is a number both sides see, so that a callback that queued none costs nothing.
'use strict';
const { state, TICKS_PENDING, REJECTIONS_PENDING, TICKS_RUN } = binding('state');
const { runMicrotasks, enqueueMicrotask, throwUncaught } = binding('ticks');
const { apply, bareArray } = require('intrinsics');
const { validateFunction } = require('validators');
const asyncContext = require('async_context');
const asyncIds = require('async_ids');
const { tracking } = asyncIds;

// --- The queue: a singly linked list of fixed-size blocks, so that neither end ever moves what lies between. ---

const BLOCK_SIZE = 1024;

class Block {
  constructor() {
    this.items = bareArray(BLOCK_SIZE);
    this.read = 0;
    this.written = 0;
    this.next = null;
  }
}

let head = new Block(); // read here
let tail = head; // write here
let spare = null; // one emptied block, kept for reuse

function push(tick) {
  if (tail.written === BLOCK_SIZE) {
    const block = spare ?? new Block();
    spare = null;
    tail.next = block;
    tail = block;
  }
  tail.items[tail.written++] = tick;
  state[TICKS_PENDING] = 1;
}

function shift() {
  const block = head;
  if (block.read === block.written) return undefined;
  const tick = block.items[block.read];
  block.items[block.read++] = undefined;
  if (block.read === block.written) {
    if (block.next !== null) {
      head = block.next;
      block.next = null;
      spare = block;
    }
    block.read = block.written = 0;
  }
  return tick;
}

// In front of all that wait.
function unshift(tick) {
  if (head.read === 0 && head.written === 0) {
    push(tick);
    return;
  }
  if (head.read === 0) {
    const block = spare ?? new Block();
    spare = null;
    block.read = block.written = BLOCK_SIZE;
    block.next = head;
    head = block;
  }
  head.items[--head.read] = tick;
}

class TickObject {
  // Fields: setters of these names on Object.prototype are none of ours.
  callback;
  args;
  context;

  constructor(callback, args, context) {
    this.callback = callback;
    this.args = args; // an array, or undefined for none
    this.context = context;
  }
}

/**
 * Queues `callback(...args)` to run when the current callback has returned, before any promise job, timer or I/O.
 * Source: process.nextTick in Node's manual.
 * @throws ERR_INVALID_ARG_TYPE when `callback` is no function
 */
function nextTick(callback, ...args) {
  validateFunction(callback, 'callback');
  if (exiting) return;
  const tick = new TickObject(callback, args.length === 0 ? undefined : args, asyncContext.current());
  if (tracking.on) asyncIds.startResource(tick, 'TickObject');
  push(tick);
}

/** Whether ticks wait, or one is running. */
function hasTicks() {
  return state[TICKS_PENDING] !== 0;
}

/** Queues `callback(argument)` in front of the ticks that wait, in the async context `context`: it should have been first. */
function nextTickFirst(callback, argument, context) {
  if (exiting) return;
  const tick = new TickObject(callback, [argument], context);
  if (tracking.on) asyncIds.startResource(tick, 'TickObject');
  unshift(tick);
}

let exiting = false;
/** From 'exit' on, nothing that is queued can run any more. */
function stop() {
  exiting = true;
}

/** The heap of a program that has ended goes on in another process. */
function resume() {
  exiting = false;
}

// What throws leaves the context and the ids as they are: the one who handles uncaught errors resets both.
function runTick(tick) {
  const { callback, args } = tick;
  asyncContext.swap(tick.context);
  if (tracking.on) asyncIds.enter(tick);
  if (args === undefined) callback();
  else if (args.length === 1) callback(args[0]);
  else apply(callback, undefined, args);
  if (tracking.on) {
    asyncIds.leave(tick);
    asyncIds.destroyResource(tick);
  }
}

let processRejections = () => false;
/** `process` runs when both queues are empty and promises were rejected; it returns whether to drain once more. */
function setRejectionProcessor(process) {
  processRejections = process;
}

/**
 * Runs ticks until there are none, then promise jobs until there are none, and both again until neither has any.
 * Stacks of promise jobs name it, as a method of process.
 */
function processTicksAndRejections() {
  do {
    let tick;
    while ((tick = shift()) !== undefined) {
      state[TICKS_RUN]++;
      runTick(tick);
    }
    state[TICKS_PENDING] = 0;
    asyncContext.swap(undefined);
    runMicrotasks();
  } while (state[TICKS_PENDING] !== 0 || (state[REJECTIONS_PENDING] !== 0 && processRejections()));
}

/** What must happen between two callbacks that JavaScript calls in a row. */
function runBetweenCallbacks() {
  if (state[TICKS_PENDING] === 0) runMicrotasks();
  if (state[TICKS_PENDING] !== 0 || state[REJECTIONS_PENDING] !== 0) {
    apply(processTicksAndRejections, require('process_object'), []);
  }
}

/**
 * Queues `callback` as a promise job. What it throws goes to 'uncaughtException'.
 * Source: queueMicrotask in the HTML standard, section 8.7.
 * @throws ERR_INVALID_ARG_TYPE when `callback` is no function
 */
function queueMicrotask(callback) {
  validateFunction(callback, 'callback');
  const job = new Microtask(callback, asyncContext.current());
  if (tracking.on) asyncIds.startResource(job, 'Microtask');
  enqueueMicrotask(() => runMicrotask(job));
}

class Microtask {
  constructor(callback, context) {
    this.callback = callback;
    this.context = context;
  }
}

function runMicrotask(job) {
  const outer = asyncContext.swap(job.context);
  if (tracking.on) asyncIds.enter(job);
  try {
    const { callback } = job;
    callback();
  } catch (error) {
    asyncContext.swap(job.context); // whatever it entered meanwhile
    throwUncaught(error);
  } finally {
    if (tracking.on) {
      asyncIds.leave(job);
      asyncIds.destroyResource(job);
    }
    asyncContext.swap(outer);
  }
}

module.exports = {
  nextTick, nextTickFirst, hasTicks, queueMicrotask, processTicksAndRejections, runBetweenCallbacks, setRejectionProcessor, stop, resume,
};
