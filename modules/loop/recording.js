'use strict';
// Recording this thread's loop: turned on by an option, by eddy:loop, or by a request from outside.
const watching = require('loop/watching');
const native = binding('loop');
const { threadId } = binding('worker');

let staysOn = false; // an option or the program asked for it

/**
 * Records from now on, if it does not yet.
 * @param {boolean} full with what costs more: turns, promise jobs, who made which timer and request
 * @param {string} [file] a black box to record to; memory otherwise
 * @param {boolean} [atStart] whether this thread's program begins
 * @returns {string} '' or what is wrong
 */
function start(full, file = '', atStart = false) {
  const error = native.startRecording(full, threadId(), file, atStart, require('timers/queue').countActive);
  if (error !== '') return error;
  watching.connect();
  if (full) watching.keepCauses();
  return '';
}

/** For the program itself: stays on. */
function startForProgram() {
  staysOn = true;
  start(false);
}

/** As --loop-black-box, --loop-trace and --loop-metrics ask. `refuse` ends the process with a message. */
function startByOptions(refuse) {
  const { getOption } = require('options');
  const box = getOption('--loop-black-box');
  const trace = getOption('--loop-trace');
  const metrics = getOption('--loop-metrics');
  if (box === undefined && trace === undefined && metrics === undefined) return;
  staysOn = true;
  const file = box === undefined || threadId() === 0 ? box : `${box}.worker-${threadId()}`;
  const error = start(trace !== undefined, file, true);
  if (error !== '') refuse(`--loop-black-box=${file}: ${error}`);
  if (threadId() !== 0) return;
  if (trace !== undefined) {
    const wrong = native.startTraceFile(trace);
    if (wrong !== '') refuse(`--loop-trace=${trace}: ${wrong}`);
  }
  if (metrics !== undefined) require('loop/metrics_server').start(metrics, refuse);
}

// --- Called natively, for those who ask from outside (server.cc): in the midst of the program's JavaScript, perhaps. ---

function startAsked() {
  start(true);
}

function stopAsked() {
  if (staysOn || !native.isRecording()) return;
  native.stopRecording();
  watching.disconnect();
}

/** @param {string} form 'text' or 'json' */
function why(form) {
  const { why: answer, text } = require('loop/why');
  return form === 'text' ? text() : `${JSON.stringify(answer())}\n`;
}

module.exports = { start, startForProgram, startByOptions, startAsked, stopAsked, why };
