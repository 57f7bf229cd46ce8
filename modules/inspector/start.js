'use strict';
// The inspector by the command line: --inspect, --inspect-brk, --inspect-wait.

const native = binding('inspector');
const { getOption } = require('options');
const { loader } = require('module/state');
const address = require('process/debug_address');

const INSPECTOR = 4; // as src/permission numbers its scopes

/** Listens, and waits for a debugger where that is asked for. Called before anything of the program runs. */
function start() {
  native.activate();
  if (!address.listen(address.current())) return;
  if (getOption('--inspect-brk') || getOption('--inspect-wait')) native.waitForDebugger();
  if (getOption('--inspect-brk')) loader.pauseOnStart = native.callAndPause;
}

/** Called natively, wherever the program is. */
function startOnSignal() {
  if (!binding('permission').has(INSPECTOR)) return;
  native.activate();
  if (native.url() === undefined) address.listen(address.current());
}

module.exports = { start, startOnSignal };
