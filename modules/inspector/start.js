'use strict';
// The inspector by the command line: --inspect, --inspect-wait, --inspect-brk, --inspect-brk-node.

const native = binding('inspector');
const { getOption } = require('options');
const { loader } = require('module/state');
const address = require('process/debug_address');

/** Listens, and waits for a debugger where that is asked for. Called before anything of the program runs. */
function start() {
  native.activate();
  if (!address.listen(address.current())) return;
  const pausesInBuiltins = getOption('--inspect-brk-node');
  const pauses = getOption('--inspect-brk') || pausesInBuiltins;
  if (pauses || getOption('--inspect-wait')) native.waitForDebugger();
  if (pauses) pauseOnStart();
  if (pausesInBuiltins) native.pauseSoon();
}

/** The first statement of the program pauses. Called natively in workers that have waited for a debugger. */
function pauseOnStart() {
  loader.pauseOnStart = native.callAndPause;
}

/** Called natively, wherever the program is. */
function startOnSignal() {
  if (!binding('permission').has('inspector')) return;
  native.activate();
  if (native.url() === undefined) address.listen(address.current());
}

module.exports = { start, startOnSignal, pauseOnStart };
