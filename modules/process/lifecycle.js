// The end of the program, and of its errors: what C++ calls when the loop has nothing left, or when an error or a
// rejection was caught by nobody.
'use strict';
const process = require('process');

/** The loop is empty: a listener may give it new work. */
function beforeExit() {
  process.emit('beforeExit', process.exitCode ?? 0);
}

/** The loop is empty for good. @returns {number} the exit code */
function onExit() {
  emitExit(process.exitCode ?? unsettledCode());
  return Number(process.exitCode ?? unsettledCode()) || 0;
}

// 13: the program ends while its main ES module still awaits something at top level.
function unsettledCode() {
  return isSettled() ? 0 : 13;
}

let isSettled = () => true;
/** `check` tells whether the main module has run to its end. */
function setMainModuleCheck(check) {
  isSettled = check;
}

function emitExit(code) {
  if (process._exiting) return;
  process._exiting = true;
  require('ticks').stop();
  process.emit('exit', Number(code) || 0);
}

/** process.exit: runs the 'exit' listeners, then ends the process at once. */
function exit(code) {
  if (code !== undefined) process.exitCode = code;
  emitExit(process.exitCode ?? 0);
  process.reallyExit(Number(process.exitCode ?? 0) || 0);
}

const asyncContext = require('async_context');
const asyncIds = require('async_ids');

/** An error left a callback: it goes to whoever listens; nobody listening, it ends the process. */
function onUncaught(error, fromPromise, arrow, thrownAt) {
  const handled = require('uncaught').onUncaught(error, fromPromise, arrow, thrownAt);
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
  beforeExit, onExit, exit, emitExit, onUncaught, onHandlerFailure, onRejection, setMainModuleCheck,
};
