'use strict';
// Promises that were rejected while nobody handled them. V8 reports each as it happens to promiseRejectHandler; when
// the tick queue and the promise jobs are empty, processRejections deals with those that are still unhandled.

const { OwnMap, OwnWeakMap, bareArray } = require('intrinsics');
const process = require('process_object');
const { nextTick } = require('ticks');
const { isErrorLike } = require('errors');
const asyncContext = require('async_context');
const { tracing } = require('tracing');
const { domainOf, onUnhandledReason } = require('uncaught');
const { state, REJECTIONS_PENDING } = binding('state');

// v8::PromiseRejectEvent
const REJECT_WITH_NO_HANDLER = 0;
const HANDLER_ADDED_AFTER_REJECT = 1;
const REJECT_AFTER_RESOLVED = 2;
const RESOLVE_AFTER_RESOLVED = 3;

class Rejection {
  constructor(reason, context) {
    this.reason = reason;
    this.context = context; // the async context of the rejection: listeners run in it
    this.id = 0; // given when it is reported
  }
}

let pending = new OwnMap(); // promise -> Rejection, to be looked at when the queues are empty
let processing = new OwnMap(); // the batch being reported, while a listener runs
const reported = new OwnWeakMap(); // promise -> Rejection, in case a handler comes late
let handledLate = bareArray(); // {promise, warning} for 'rejectionHandled'
let lastId = 0;

/**
 * V8's callback.
 * @param {number} type a v8::PromiseRejectEvent
 * @param {Promise} promise
 * @param {any} reason what it was rejected, or, a second time, resolved with
 */
function promiseRejectHandler(type, promise, reason) {
  switch (type) {
    case REJECT_WITH_NO_HANDLER:
      if (tracing.rejections !== null) tracing.rejections(1, 0);
      pending.set(promise, new Rejection(reason, asyncContext.current()));
      state[REJECTIONS_PENDING] = 1;
      break;
    case HANDLER_ADDED_AFTER_REJECT:
      if (!pending.delete(promise) && !processing.delete(promise)) handleLate(promise);
      break;
    case REJECT_AFTER_RESOLVED:
      reportSecondResolve('reject', promise, reason);
      break;
    case RESOLVE_AFTER_RESOLVED:
      reportSecondResolve('resolve', promise, reason);
      break;
  }
}

function handleLate(promise) {
  const rejection = reported.get(promise);
  if (rejection === undefined) return;
  if (tracing.rejections !== null) tracing.rejections(0, 1);
  reported.delete(promise);
  const warning = new Error(`Promise rejection was handled asynchronously (rejection id: ${rejection.id})`);
  warning.name = 'PromiseRejectionHandledWarning';
  warning.id = rejection.id;
  handledLate[handledLate.length] = { promise, warning };
  state[REJECTIONS_PENDING] = 1;
}

// --- 'multipleResolves', deprecated. Promise.race and its kin resolve again all the time: without a listener that must
// cost little.

let warnedOfMultipleResolves = false;

function reportSecondResolve(type, promise, value) {
  if (process.listenerCount('multipleResolves') === 0) return;
  nextTick(emitMultipleResolves, type, promise, value);
}

function emitMultipleResolves(type, promise, value) {
  if (!process.emit('multipleResolves', type, promise, value) || warnedOfMultipleResolves) return;
  warnedOfMultipleResolves = true;
  process.emitWarning('The multipleResolves event has been deprecated.', 'DeprecationWarning', 'DEP0160');
}

// --- Reporting. ---

const ORIGIN = 'This error originated either by throwing inside of an async function without a catch block, ' +
  'or by rejecting a promise which was not handled with .catch().';

/** What is thrown for a rejection whose reason is not an error. */
class UnhandledPromiseRejection extends Error {
  constructor(reason) {
    super(`${ORIGIN} The promise rejected with the reason "${binding('uncaught').detail(reason)}".`);
    this.code = 'ERR_UNHANDLED_REJECTION';
    this.name = 'UnhandledPromiseRejection';
  }
}

function errorOf(reason) {
  return isErrorLike(reason) ? reason : new UnhandledPromiseRejection(reason);
}

function stackOf(reason) {
  try {
    return isErrorLike(reason) && typeof reason.stack === 'string' ? reason.stack : undefined;
  } catch {
    return undefined; // a getter that throws
  }
}

function warn({ reason, id }) {
  const stack = stackOf(reason);
  process.emitWarning(stack ?? binding('uncaught').detail(reason), 'UnhandledPromiseRejectionWarning');
  const warning = new Error(`Unhandled promise rejection. ${ORIGIN} To terminate the node process on unhandled ` +
    'promise rejection, use the CLI flag `--unhandled-rejections=strict` (see ' +
    `https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode). (rejection id: ${id})`);
  warning.name = 'UnhandledPromiseRejectionWarning';
  // The place that matters is the rejection's.
  warning.stack = stack ?? `${warning.name}: ${warning.message}`;
  process.emitWarning(warning);
}

// A promise that was made in a domain is the domain's affair: without a listener, its 'error' event throws.
function emitUnhandled(promise, { reason }) {
  const domain = domainOf(promise);
  return domain ? domain.emit('error', reason) : process.emit('unhandledRejection', reason, promise);
}

const MODES = {
  __proto__: null,
  'throw'(promise, rejection) {
    if (!emitUnhandled(promise, rejection)) onUnhandledReason(errorOf(rejection.reason));
  },
  'strict'(promise, rejection) {
    onUnhandledReason(errorOf(rejection.reason));
    if (!emitUnhandled(promise, rejection)) warn(rejection);
  },
  'warn'(promise, rejection) {
    emitUnhandled(promise, rejection);
    warn(rejection);
  },
  'none'(promise, rejection) {
    emitUnhandled(promise, rejection);
  },
  'warn-with-error-code'(promise, rejection) {
    if (emitUnhandled(promise, rejection)) return;
    warn(rejection);
    process.exitCode = 1;
  },
};

let act;

function emitHandledLate() {
  const late = handledLate;
  handledLate = bareArray();
  for (let i = 0; i < late.length; i++) {
    const { promise, warning } = late[i];
    if (!process.emit('rejectionHandled', promise)) process.emitWarning(warning);
  }
}

/**
 * Reports what is still unhandled. Called when the tick queue and the promise jobs are empty.
 * @returns {boolean} listeners ran, so both queues may have filled again
 */
function processRejections() {
  state[REJECTIONS_PENDING] = 0;
  const anyLate = handledLate.length > 0;
  if (anyLate) emitHandledLate();
  if (pending.size === 0) return anyLate;

  act ??= MODES[require('options').getOption('--unhandled-rejections') ?? 'throw'];
  processing = pending;
  pending = new OwnMap();
  const outer = asyncContext.current();
  try {
    processing.forEach((rejection, promise) => {
      processing.delete(promise);
      reported.set(promise, rejection);
      rejection.id = ++lastId;
      asyncContext.swap(rejection.context);
      act(promise, rejection);
    });
  } finally {
    processing = new OwnMap();
    asyncContext.swap(outer);
  }
  return true;
}

require('ticks').setRejectionProcessor(processRejections);

module.exports = { processRejections, promiseRejectHandler };
