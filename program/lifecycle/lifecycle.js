// The end of the program, and of its errors: what C++ calls when the loop has nothing left, or when an error or a
// rejection was caught by nobody.
'use strict';
const process = require('process_object');
const asyncContext = require('async_context');
const asyncIds = require('async_ids');
const { doEndWork, doExitWork } = require('exit_work');

/** The loop is empty: a listener may give it new work. */
function beforeExit() {
  if (asyncIds.tracking.on) asyncIds.flushDestroyed();
  process.emit('beforeExit', process.exitCode ?? 0);
}

/** The loop is empty for good. */
function onExit() {
  process._exiting = false; // an 'exit' that a listener broke off with an error comes again
  emitExit(process.exitCode ?? unsettledCode());
}

/** What a program that came to its end leaves. */
function exitCode() {
  return +(process.exitCode ?? unsettledCode()) || 0;
}

// 13: the program ends while its main ES module still awaits something at top level.
function unsettledCode() {
  return isSettled() ? 0 : 13;
}

let isSettled = () => true;
/** `check` returns whether the main module has run to its end. */
function setMainModuleCheck(check) {
  isSettled = check;
}

function emitExit(code) {
  if (process._exiting) return;
  process._exiting = true;
  require('ticks').stop();
  process.emit('exit', +code || 0);
  doExitWork();
  doEndWork();
}

/** process.exit: runs the 'exit' listeners, then ends the process at once. */
function exit() {
  emitExit(process.exitCode ?? 0);
  process.reallyExit(+(process.exitCode ?? 0) || 0);
}

const ownFatalException = process._fatalException;

/** An error left a callback: it goes to whoever listens; nobody listening, it ends the process. */
function onUncaught(error, fromPromise, arrow, thrownAt) {
  const handled = process._fatalException === ownFatalException ?
    require('uncaught').onUncaught(error, fromPromise, arrow, thrownAt) :
    require('uncaught').onUncaughtBy(process._fatalException, error, fromPromise, arrow, thrownAt);
  asyncContext.swap(undefined);
  if (asyncIds.tracking.on) asyncIds.unwind();
  return handled;
}

/** A listener of 'uncaughtException' threw. Prints that, and ends the process. */
function onHandlerFailure(error, arrow) {
  require('uncaught').reportHandlerFailure(error, arrow);
}

let rejections;

function onRejection(event, promise, reason) {
  rejections ??= require('uncaught/rejections');
  rejections.promiseRejectHandler(event, promise, reason);
}

module.exports = {
  beforeExit, onExit, exitCode, exit, emitExit, onUncaught, onHandlerFailure, onRejection, setMainModuleCheck,
};
