'use strict';
// The words behind `eddy profile`.

const DEFAULT_TIME_MS = 5000;
const DEFAULT_INTERVAL_US = 1000;
const DEFAULT_ROWS = 20;

class BadUsage extends Error {}

/** Whether the command line is ours: `profile` may be a program's file, too. */
function isCommand([, name]) {
  return !isFile(name);
}

function isFile(name) {
  const { existsSync } = require('fs');
  return ['', '.js', '.mjs', '.cjs', '.ts', '.json'].some((extension) => existsSync(name + extension));
}

/**
 * @param {string[]} words behind `profile`
 * @returns {{interval: number, rows: number, output?: string, pid?: number, time?: number, program?: string[]}|undefined}
 *   interval in microseconds, time in milliseconds; undefined: only the usage is asked for
 * @throws BadUsage
 */
function parse(words) {
  const { options, rest } = split(words);
  const { help, interval = DEFAULT_INTERVAL_US, rows = DEFAULT_ROWS, output } = valuesOf(options);
  if (help || rest.length === 0 && options.length === 0) return undefined;
  const request = { interval: count('--interval', interval), rows: count('-n', rows), output };
  if (rest.length === 0) throw new BadUsage('it needs a program, or the number of a process');
  if (!/^\d+$/.test(rest[0])) return { ...request, program: rest };
  if (rest.length > 2) throw new BadUsage(`${rest[2]} is one word too many`);
  return { ...request, pid: count('the process', rest[0]), time: timeOf(rest[1]) };
}

// Our options stand before the program; what follows it is the program's.
function split(words) {
  const takesValue = ['-n', '-o', '--rows', '--output', '--interval'];
  let end = 0;
  while (end < words.length && words[end].startsWith('-')) end += takesValue.includes(words[end]) ? 2 : 1;
  return { options: words.slice(0, end), rest: words.slice(end) };
}

function valuesOf(args) {
  const { parseArgs } = require('util');
  try {
    return parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h' },
        interval: { type: 'string' },
        rows: { type: 'string', short: 'n' },
        output: { type: 'string', short: 'o' },
      },
    }).values;
  } catch (error) {
    throw new BadUsage(error.message);
  }
}

function count(name, text) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number >= 2 ** 31) throw new BadUsage(`${name}: ${text} is not a number above 0`);
  return number;
}

function timeOf(text) {
  if (text === undefined) return DEFAULT_TIME_MS;
  const time = require('loop/times').milliseconds(text);
  if (time === undefined) throw new BadUsage(`${text} is no time: 500ms and 5s are`);
  return time;
}

function usage() {
  return `usage: eddy profile [-n ROWS] [-o NAME] [--interval MICROSECONDS] app.js [arguments]
       eddy profile [-n ROWS] [-o NAME] [--interval MICROSECONDS] PID [5s]

Samples where a program spends its processor time, prints the hottest functions, and writes NAME.cpuprofile (for Chromium's
DevTools) and NAME.pb.gz (for pprof). A running process is asked by SIGUSR1, which opens its inspector on 127.0.0.1.
`;
}

module.exports = { isCommand, parse, usage, BadUsage };
