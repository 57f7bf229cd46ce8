'use strict';
// In a process whose loop is fuzzed (--fuzz-seed): what its native half (src/loop/schedule.h) cannot see by itself.
const { ranTimer, passTime } = binding('schedule');
const { apply, defineProperty } = require('intrinsics');
const { getOption } = require('options');
const { observing, TIMER } = require('observing');

function begin() {
  passTimeOfWaits();
  if (getOption('--fuzz-log')) reportTimers();
}

// Time stands still while a program runs, so it would not have passed for one that slept.
function passTimeOfWaits() {
  const { wait } = Atomics;
  defineProperty(Atomics, 'wait', {
    __proto__: null,
    configurable: true,
    writable: true,
    value: { wait(typedArray, index, value, timeout) { // eslint-disable-line no-unused-vars
      const result = apply(wait, this, arguments); // eslint-disable-line prefer-rest-params
      if (result === 'timed-out') passTime(timeout > 0 ? +timeout : 0);
      return result;
    } }.wait,
  });
}

// Which timers ran in an event of the loop's timers: their lines, for the report.
function reportTimers() {
  if (observing.on) return; // watched, too: that comes first
  observing.nextCallback = (step, due, item) => {
    if (step === TIMER && typeof item._onTimeout === 'function') ranTimer(item._onTimeout);
  };
  observing.on = true;
}

module.exports = { begin };
