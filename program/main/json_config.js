'use strict';
// Files of settings that command-line options name (--build-snapshot-config, --experimental-sea-config, --build-sea). What is
// wrong with one ends the process, with the text that Node prints.

const process = require('process_object');

/** Prints `text` and ends the process with code 1. */
function fail(text) {
  process._rawDebug(text);
  process.reallyExit(1);
}

/** The settings of one file, with a reader for each kind of them. */
class Config {
  #file;
  #settings;

  constructor(file, settings) {
    this.#file = file;
    this.#settings = settings;
  }

  #get(name) {
    return Object.hasOwn(this.#settings, name) ? this.#settings[name] : undefined;
  }

  /** A text, which has to be there. */
  text(name) {
    const value = this.#get(name);
    return typeof value === 'string' && value !== '' ? value : this.fail(name, 'a non-empty string');
  }

  /** A text, or undefined. */
  optionalText(name) {
    return this.#get(name) === undefined ? undefined : this.text(name);
  }

  /** false where it is not there. `kind` is what Node calls it: 'boolean' or 'Boolean'. */
  boolean(name, kind) {
    const value = this.#get(name);
    if (value === undefined) return false;
    return typeof value === 'boolean' ? value : this.fail(name, `a ${kind}`);
  }

  /** Whatever is there, or undefined. */
  value(name) {
    return this.#get(name);
  }

  fail(name, expected) {
    return fail(`"${name}" field of ${this.#file} is not ${expected}`);
  }
}

/** @param {string} file @param {string} what it is, for the error: 'snapshot configuration' @returns {Config} */
function read(file, what) {
  let text;
  try {
    text = require('fs').readFileSync(file, 'utf8');
  } catch (error) {
    return fail(`Cannot read ${what} from ${file}: ${reasonOf(error)}`);
  }
  return new Config(file, parse(file, text.trim()));
}

/** "no such file or directory", of an error of fs: "ENOENT: no such file or directory, open 'x'". */
function reasonOf(error) {
  return error.message.slice(error.message.indexOf(': ') + 2).split(',')[0];
}

function parse(file, text) {
  try {
    const settings = JSON.parse(text);
    if (settings !== null && typeof settings === 'object' && !Array.isArray(settings)) return settings;
  } catch (error) {
    if (text[0] === '{') return fail(`Cannot parse JSON from ${file}: ${flawOf(text, error)}`);
  }
  return fail(`Cannot parse JSON from ${file}: ` +
    (text === '' ? 'EMPTY: no JSON found' : 'INCORRECT_TYPE: The JSON element does not have the requested type.'));
}

function flawOf(text, error) {
  if (/^Unterminated string/.test(error.message)) return 'UNCLOSED_STRING: A string is opened, but never closed.';
  if (text.endsWith('}')) return error.message;
  return 'INCOMPLETE_ARRAY_OR_OBJECT: JSON document ended early in the middle of an object or array. ' +
    'This is a fatal and unrecoverable error.';
}

module.exports = { read, fail, reasonOf };
