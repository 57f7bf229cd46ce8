'use strict';
// The table of the hottest functions.

const process = require('process_object');
const { describe, isNative } = require('profile/stacks');

const MOST_OF_NAME = 72; // letters

/**
 * @param {object[]} stacks as profile/stacks gives them
 * @param {number} most rows
 * @returns {string} a line on all, a line on each function: shares of the time that was not idle, in the function itself
 *   and with what it called. A function of JavaScript stands where its time and that of the native ones it called put it.
 */
function hottest(stacks, most) {
  const busy = stacks.filter(({ isIdle }) => !isIdle);
  const total = sumOf(busy);
  const count = busy.reduce((sum, { samples }) => sum + samples, 0);
  const head = `\n${count} samples, ${seconds(total)} busy, ${seconds(sumOf(stacks) - total)} idle\n`;
  if (total === 0) return `${head}\n`;
  const rows = functionsOf(busy).sort((a, b) => b.rank - a.rank || b.total - a.total).slice(0, most);
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map(({ name, place, self, total: all }) =>
    `${percent(self / total)} ${percent(all / total)}  ${name.padEnd(width)}  ${shortened(place)}`.trimEnd());
  return `${head}   self   total  function\n${lines.join('\n')}\n\n`;
}

function sumOf(stacks) {
  return stacks.reduce((sum, { time }) => sum + time, 0);
}

// A function that calls itself is counted once a stack.
function functionsOf(stacks) {
  const functions = new Map();
  for (const { frames, time } of stacks) {
    const seen = new Set();
    const caller = frames.findIndex((frame) => !isNative(frame));
    frames.forEach((frame, depth) => {
      const key = `${frame.functionName} ${frame.url}:${frame.lineNumber}:${frame.columnNumber}`;
      if (!functions.has(key)) functions.set(key, { ...row(frame), self: 0, total: 0, rank: 0 });
      const entry = functions.get(key);
      if (depth === 0) entry.self += time;
      if (depth === 0 || depth === caller) entry.rank += time;
      if (!seen.has(key)) entry.total += time;
      seen.add(key);
    });
  }
  return [...functions.values()];
}

function row(frame) {
  const { name, place } = describe(frame);
  return { name: name.length > MOST_OF_NAME ? `${name.slice(0, MOST_OF_NAME - 1)}\u2026` : name, place };
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`.padStart(7);
}

function seconds(microseconds) {
  return `${(microseconds / 1e6).toFixed(2)} s`;
}

// Files of the program as they are seen from here.
function shortened(place) {
  const here = `${process.cwd()}/`;
  return place.startsWith(here) ? place.slice(here.length) : place;
}

module.exports = { hottest };
