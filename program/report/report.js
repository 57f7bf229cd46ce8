// process.report: a summary of the process for diagnosis, as an object or a file of JSON; on demand, on a signal, and
// for an error that nobody caught. Documentation: report.md of Node's manual.
// Also shown: sections, workers.
'use strict';
const process = require('process_object');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_SYNTHETIC } = require('errors');
const { hasNullByte, validateBoolean, validateSignalName, validateString } = require('validators');
const { getOption } = require('options');

const settings = {
  directory: getOption('--report-dir') ?? '',
  filename: getOption('--report-filename') ?? '',
  signal: getOption('--report-signal') ?? 'SIGUSR2',
  compact: getOption('--report-compact'),
  excludeNetwork: getOption('--report-exclude-network'),
  excludeEnv: getOption('--report-exclude-env'),
  reportOnFatalError: getOption('--report-on-fatalerror'),
  reportOnSignal: false,
  reportOnUncaughtException: getOption('--report-uncaught-exception'),
};
let sequence = 0;

function checkError(error) {
  if (error === null || typeof error !== 'object') throw new ERR_INVALID_ARG_TYPE('err', 'object', error);
}

const report = {
  /**
   * Writes a report to `file`, by default settings.filename or a name made of time, pid and a number.
   * @param {string} [file] 'stdout' and 'stderr' are these streams @param {Error} [err] whose stack is in it
   * @returns {string} the file's name; '' when it could not be written
   */
  writeReport(file, err) {
    if (typeof file === 'object' && file !== null) {
      err = file;
      file = undefined;
    } else if (file !== undefined && typeof file !== 'string') {
      throw new ERR_INVALID_ARG_TYPE('file', 'string', file);
    } else if (file !== undefined && hasNullByte(file)) {
      throw new ERR_INVALID_ARG_VALUE('path', file, 'must be a string, Uint8Array, or URL without null bytes');
    }
    if (err === undefined) err = new ERR_SYNTHETIC();
    else checkError(err);
    return write(file, { event: 'JavaScript API', trigger: 'API', error: err });
  },

  /** @param {Error} [err] whose stack is in it @returns {object} */
  getReport(err) {
    if (err === undefined) err = new ERR_SYNTHETIC();
    else checkError(err);
    const cause = { event: 'JavaScript API', trigger: 'GetReport', error: err, filename: null };
    return JSON.parse(JSON.stringify(require('report/sections').compose(cause, settings)));
  },

  get directory() { return settings.directory; },
  set directory(value) { set('directory', value, validateString); },
  get filename() { return settings.filename; },
  set filename(value) { set('filename', value, validateString); },
  get compact() { return settings.compact; },
  set compact(value) { set('compact', value, validateBoolean); },
  get excludeNetwork() { return settings.excludeNetwork; },
  set excludeNetwork(value) { set('excludeNetwork', value, validateBoolean); },
  get signal() { return settings.signal; },
  set signal(value) {
    validateSignalName(value, 'signal');
    stopListening();
    settings.signal = value;
    startListening();
  },
  get reportOnFatalError() { return settings.reportOnFatalError; },
  set reportOnFatalError(value) { set('reportOnFatalError', value, validateBoolean, 'trigger'); },
  get reportOnSignal() { return settings.reportOnSignal; },
  set reportOnSignal(value) {
    stopListening();
    set('reportOnSignal', value, validateBoolean, 'trigger');
    startListening();
  },
  get reportOnUncaughtException() { return settings.reportOnUncaughtException; },
  set reportOnUncaughtException(value) { set('reportOnUncaughtException', value, validateBoolean, 'trigger'); },
  get excludeEnv() { return settings.excludeEnv; },
  set excludeEnv(value) { set('excludeEnv', value, validateBoolean); },
};

/** @param {string} [argument] its name in an error */
function set(name, value, validate, argument = name) {
  validate(value, argument);
  settings[name] = value;
  // Once a fatal error has come, nobody can ask here.
  binding('report_of_death').setWishes(settings.reportOnFatalError, JSON.stringify(settings));
}

// --- On a signal, for an error that nobody caught, and for a fatal error. ---

function startListening() {
  if (settings.reportOnSignal) process.on(settings.signal, onSignal);
}

function stopListening() {
  process.removeListener(settings.signal, onSignal);
}

function onSignal(signal) {
  write(undefined, { event: signal, trigger: 'Signal', error: new ERR_SYNTHETIC() });
}

/** Called when `error` ends the process. */
function onUncaught(error) {
  if (settings.reportOnUncaughtException) write(undefined, { event: 'Exception', trigger: 'Exception', error });
}

/** Called in a runtime that was made to report the fatal error of another one (report/fatal.cc). */
function writeOfDeath() {
  process._start(false);
  const subject = binding('report_of_death');
  const [event, isOutOfMemory, stack, wishes, thread] = subject.facts();
  if (wishes !== '') Object.assign(settings, JSON.parse(wishes));
  const cause = isOutOfMemory ? { trigger: 'OOMError', error: {} } : { trigger: 'FatalError', error: { stack: `FatalError${stack}` } };
  write(undefined, { ...cause, event, threadId: Number(thread) }, subject);
}

/**
 * A native addon asks for a report.
 * @param {string} event what the addon gives as the cause
 * @param {string} trigger
 * @param {string} file its name; empty: one is made up
 * @param {*} error whose stack is in it; undefined: the stack below `caller`, or none where that is missing, too
 * @param {boolean} ofThread whether the addon says which thread it is in
 * @param {Function} [caller]
 * @returns {string} the file's name, empty where none was written
 */
function writeForAddon(event, trigger, file, error, ofThread, caller) {
  if (error === undefined && caller) {
    error = new ERR_SYNTHETIC();
    Error.captureStackTrace(error, caller);
  } else if (error === undefined) {
    error = {};
  }
  return write(file, { event, trigger, error, threadId: ofThread ? undefined : null });
}

/** Called at start when an option asks for reports. */
function start() {
  report.reportOnSignal = getOption('--report-on-signal');
}

// --- Writing. ---

const streams = { __proto__: null, stdout: 1, stderr: 2 };

function write(file, cause, subject) {
  const given = file || settings.filename;
  if (streams[given] === undefined) binding('permission').checkWrite(given || process.cwd());
  const { compose, threadId } = require('report/sections');
  const name = given || defaultName(cause.threadId ?? threadId());
  const sections = compose({ ...cause, filename: name }, settings, subject);
  const text = `${JSON.stringify(sections, null, settings.compact ? 0 : 2)}\n`;
  if (streams[name] !== undefined) {
    binding('stdio').writeString(streams[name], text);
    if (name !== 'stderr') print('\nNode.js report completed\n'); // what stands there is the report alone
    return name;
  }
  const { directory } = settings;
  try {
    require('fs').writeFileSync(directory === '' ? name : require('path').join(directory, name), text);
  } catch (error) {
    const place = directory === '' ? '' : ` directory: ${directory}`;
    print(`\nFailed to open Node.js report file: ${name}${place} (errno: ${-error.errno})\n`);
    return '';
  }
  print(`\nWriting Node.js report to file: ${name}\nNode.js report completed\n`);
  return name;
}

function print(text) {
  binding('process').writeToStderr(text);
}

// report.<date>.<time>.<pid>.<thread>.<number>.json
function defaultName(thread) {
  const two = (number) => String(number).padStart(2, '0');
  const now = new Date();
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  const number = String(++sequence).padStart(3, '0');
  return `report.${date}.${time}.${process.pid}.${thread}.${number}.json`;
}

module.exports = { report, onUncaught, start, writeForAddon, writeOfDeath };
