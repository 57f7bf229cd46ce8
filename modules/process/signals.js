// Signals: sent by process.kill, received as events of their names.
'use strict';
const { Signal, numbers } = binding('signals');
const native = binding('process');
const asyncIds = require('async_ids');
const { within } = require('async_ids/requests');
const { observing } = require('observing');
const { ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_SIGNAL, errnoException } = require('errors');

const ASK_TO_END = new Set(['SIGHUP', 'SIGINT', 'SIGTERM']);
const handles = new Map(); // name -> Signal, while it has listeners

/** Does `process.on(event)` mean a signal? */
function isSignal(event) {
  return typeof event === 'string' && numbers[event] !== undefined;
}

/** Makes 'newListener' and 'removeListener' of `process` open and close the handles. Called for the first listener. */
function startListening(process, name) {
  if (handles.has(name)) return;
  if (name === 'SIGINT') require('util/sigint_trace').pause();
  // V8's profiler, which debuggers start, takes its samples by it.
  if (name === 'SIGPROF' && binding('inspector').url() !== undefined) {
    process.emitWarning('process.on(SIGPROF) is reserved while debugging');
  }
  const handle = new Signal();
  if (asyncIds.tracking.on) asyncIds.startResource(handle, 'SIGNALWRAP');
  const error = handle.start(numbers[name], within(handle, (number) => receive(process, name, number)));
  if (error !== 0) {
    handle.stop();
    throw errnoException(error, 'uv_signal_start');
  }
  handles.set(name, handle);
}

function receive(process, name, number) {
  if (observing.askedToEnd !== undefined && ASK_TO_END.has(name)) observing.askedToEnd(name);
  process.emit(name, name, number);
}

function stopListening(name) {
  const handle = handles.get(name);
  handle?.stop();
  if (asyncIds.tracking.on && handle !== undefined) asyncIds.destroyResource(handle);
  handles.delete(name);
  if (name === 'SIGINT') require('util/sigint_trace').resume();
}

/**
 * Sends a signal. 0 only asks whether the process is there.
 * @param {number} pid @param {string|number} [signal]
 */
function kill(pid, signal) {
  if (pid != (pid | 0)) throw new ERR_INVALID_ARG_TYPE('pid', 'number', pid);
  let number = 15;
  if (typeof signal === 'number') number = signal;
  else if (signal) number = numbers[signal.toUpperCase?.()] ?? numbers[signal];
  if (number === undefined) throw new ERR_UNKNOWN_SIGNAL(signal);
  const error = require('process_object')._kill(pid | 0, number);
  if (error) throw errnoException(error, 'kill');
  return true;
}

// What does not end a process where nobody listens.
const harmless = new Set([0, 'SIGCHLD', 'SIGCONT', 'SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGURG', 'SIGUSR1', 'SIGWINCH']
  .map((signal) => numbers[signal] ?? signal));

/** Whether `number`, sent to `pid`, ends this process: what has to be written is written before. */
function endsOurselves(pid, number) {
  if (pid !== require('process_object').pid && pid !== 0 && pid !== -1) return false;
  return !harmless.has(number) && ![...handles.keys()].some((name) => numbers[name] === number);
}

let interrupted = []; // names of signals that a snapshot's program listens to

/** Closes the handles, for a snapshot of the heap; revive() opens them again. */
function forgetAll() {
  interrupted = [...handles.keys()];
  for (const name of interrupted) stopListening(name);
}

function revive() {
  for (const name of interrupted) startListening(require('process_object'), name);
  interrupted = [];
}

module.exports = { forgetAll, revive, endsOurselves, isSignal, startListening, stopListening, kill, _kill: native.kill };
