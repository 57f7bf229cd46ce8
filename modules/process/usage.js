// What the process has used: time, processor, and what getrusage(2) returns.
'use strict';
const native = binding('process');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE } = require('errors');
const { validateObject, validateNumber } = require('validators');

// The two halves of a number of nanoseconds, the lower one first, and that number. (Little-endian machines: x64, arm64.)
const halves = new Uint32Array(2);
const nanosecondsOf = new BigUint64Array(halves.buffer);

/**
 * High-resolution time as [seconds, nanoseconds], from an arbitrary moment, or since `previous`.
 * @param {[number, number]} [previous] an earlier result
 */
function hrtime(previous) {
  native.readClock();
  const secondsNow = native.clockSeconds();
  const nanosecondsNow = native.clockNanoseconds();
  if (previous === undefined) return [secondsNow, nanosecondsNow];
  if (!Array.isArray(previous)) throw new ERR_INVALID_ARG_TYPE('time', 'Array', previous);
  if (previous.length !== 2) throw new ERR_OUT_OF_RANGE('time', 2, previous.length);
  const seconds = secondsNow - previous[0];
  const nanoseconds = nanosecondsNow - previous[1];
  return nanoseconds < 0 ? [seconds - 1, nanoseconds + 1e9] : [seconds, nanoseconds];
}

/** High-resolution time in nanoseconds. @returns {bigint} */
function hrtimeBigInt() {
  native.readClock();
  halves[0] = native.clockLow();
  halves[1] = native.clockHigh();
  return nanosecondsOf[0];
}
Object.defineProperty(hrtimeBigInt, 'name', { __proto__: null, configurable: true, value: 'hrtimeBigInt' });
hrtime.bigint = hrtimeBigInt;

/** Seconds since the process started. */
function uptime() {
  return (native.monotonicNanoseconds() - native.startNanoseconds()) / 1e9;
}

function checkPrevious(previous) {
  validateObject(previous, 'prevValue');
  for (const field of ['user', 'system']) {
    const value = previous[field];
    validateNumber(value, `prevValue.${field}`);
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
      throw new ERR_INVALID_ARG_VALUE.RangeError(`prevValue.${field}`, value);
    }
  }
}

function since(previous, user, system) {
  if (!previous) return { user, system };
  checkPrevious(previous);
  return { user: user - previous.user, system: system - previous.system };
}

/** Processor time of the process in microseconds, in all or since `prevValue`. */
function cpuUsage(prevValue) {
  if (prevValue) checkPrevious(prevValue);
  const usage = native.resourceUsage();
  return since(prevValue, usage[0], usage[1]);
}

/** The same of this thread. */
function threadCpuUsage(prevValue) {
  if (prevValue) checkPrevious(prevValue);
  const [user, system] = native.threadCpuUsage();
  return since(prevValue, user, system);
}

/** As getrusage(2): times in microseconds, maxRSS in kilobytes. */
function resourceUsage() {
  const usage = native.resourceUsage();
  return {
    userCPUTime: usage[0],
    systemCPUTime: usage[1],
    maxRSS: usage[2],
    sharedMemorySize: usage[3],
    unsharedDataSize: usage[4],
    unsharedStackSize: usage[5],
    minorPageFault: usage[6],
    majorPageFault: usage[7],
    swappedOut: usage[8],
    fsRead: usage[9],
    fsWrite: usage[10],
    ipcSent: usage[11],
    ipcReceived: usage[12],
    signalsCount: usage[13],
    voluntaryContextSwitches: usage[14],
    involuntaryContextSwitches: usage[15],
  };
}

module.exports = { hrtime, uptime, cpuUsage, threadCpuUsage, resourceUsage };
