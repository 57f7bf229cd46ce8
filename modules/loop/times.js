'use strict';
// Times as people write and read them.

/** '50', '50ms' and '0.5s' in milliseconds; undefined for what is none. */
function milliseconds(text) {
  const match = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text);
  if (match === null) return undefined;
  const time = match[1] * (match[2] === 's' ? 1000 : 1);
  return time >= 1 && time < 2 ** 31 ? time : undefined;
}

/** "4 m 02 s", "380 ms" */
function duration(ms) {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds < 10 ? +seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor(whole / 60) % 60).padStart(2, '0')} m`;
}

/** The same with microseconds where they count: "0.04 ms", "3.1 ms" */
function shortDuration(ms) {
  if (ms >= 100) return duration(ms);
  return `${ms < 1 ? ms.toFixed(2) : ms.toFixed(1)} ms`;
}

module.exports = { milliseconds, duration, shortDuration };
