'use strict';
// class AssertionError.

const { defineProperty } = require('intrinsics');
const { validateObject, validateOneOf } = require('validators');

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
const MAX_STRING = 512;
const MAX_LINES = 10;

/** A long string cut for display. */
function shortened(value) {
  if (typeof value !== 'string') return value;
  const lines = value.split('\n');
  if (lines.length > MAX_LINES) return `${lines.slice(0, MAX_LINES).join('\n')}\n...`;
  return value.length > MAX_STRING ? `${value.slice(MAX_STRING)}...` : value;
}

/**
 * What a failed assertion throws.
 * @param {object} options
 * @param {string} [options.message] made from the other options when there is none
 * @param {*} [options.actual]
 * @param {*} [options.expected]
 * @param {string} [options.operator]
 * @param {Function} [options.stackStartFn] the stack begins at its caller
 * @param {'simple'|'full'} [options.diff='simple'] 'full': long values are not cut
 */
class AssertionError extends Error {
  constructor(options) {
    validateObject(options, 'options');
    const { message, operator, actual, expected, details, stackStartFn, stackStartFunction, diff = 'simple' } = options;
    validateOneOf(diff, 'options.diff', ['simple', 'full']);
    const isFinal = message !== undefined && message !== null && typeof operator !== 'string';
    super(isFinal ? String(message) :
      require('assert/message').createMessage({ actual, expected, operator, message, diff }));
    this.generatedMessage = !message;
    defineProperty(this, 'name', {
      __proto__: null,
      value: 'AssertionError [ERR_ASSERTION]',
      enumerable: false,
      writable: true,
      configurable: true,
    });
    this.code = 'ERR_ASSERTION';
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    if (details) this.#addDetails(details);
    // The stack's first line is written now, with the code in the name.
    Error.captureStackTrace(this, stackStartFn || stackStartFunction);
    this.stack;
    this.name = 'AssertionError';
    this.diff = diff;
  }

  #addDetails(details) {
    this.actual = undefined;
    this.expected = undefined;
    this.operator = undefined;
    for (let i = 0; i < details.length; i++) {
      this[`message ${i}`] = details[i].message;
      this[`actual ${i}`] = details[i].actual;
      this[`expected ${i}`] = details[i].expected;
      this[`operator ${i}`] = details[i].operator;
      this[`stack trace ${i}`] = details[i].stack;
    }
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [inspectCustom](recurseTimes, ctx) {
    const { actual, expected } = this;
    this.actual = shortened(actual);
    this.expected = shortened(expected);
    const text = require('inspect').inspect(this, { ...ctx, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return text;
  }
}

module.exports = AssertionError;
