'use strict';
// Errors on their way to another thread: their class, as far as the language has it, and all properties that can be
// copied. What cannot be copied at all crosses as the text that inspect() gives of it.

const { clone } = require('messaging');

const classes = { Error, TypeError, RangeError, ReferenceError, SyntaxError, EvalError, URIError, AggregateError };
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const DEEPEST = 20; // chains of causes may be cycles

function isCloneable(value) {
  try {
    clone(value);
    return true;
  } catch {
    return false;
  }
}

/** The innermost class of the language's own that `error` is an instance of. */
function classOf(error) {
  for (let object = error; object !== null; object = Object.getPrototypeOf(object)) {
    const { constructor } = Object.getOwnPropertyDescriptor(object, 'constructor')?.value ? object : {};
    const name = typeof constructor === 'function' ? constructor.name : undefined;
    if (name in classes && object !== error) return name;
  }
  return 'Error';
}

function propertiesOf(error, depth) {
  const properties = [];
  for (const key of Object.getOwnPropertyNames(error)) {
    let value;
    try {
      value = error[key];
    } catch {
      continue; // a getter that throws
    }
    const { enumerable } = Object.getOwnPropertyDescriptor(error, key);
    if (Error.isError(value)) properties.push([key, describeError(value, depth + 1), enumerable]);
    else if (typeof value !== 'function' && isCloneable(value)) properties.push([key, { value }, enumerable]);
  }
  return properties;
}

function describeError(error, depth) {
  if (depth > DEEPEST) return { text: '[Circular object]' };
  const { isDOMException } = require('dom_exception');
  if (isDOMException(error) && isCloneable(error)) return { value: error };
  return { error: classOf(error), properties: propertiesOf(error, depth) };
}

/** @returns {object} plain data, for revive() in another thread */
function describe(value) {
  if (Error.isError(value)) return describeError(value, 0);
  if (typeof value === 'symbol') return { symbol: value.description };
  if (typeof value !== 'function' && isCloneable(value)) return { value };
  return { value: require('inspect').inspect(value) }; // a string, as on Node
}

/** @returns {any} what describe() described, made of this thread's classes */
function revive(data) {
  if ('value' in data) return data.value;
  if ('symbol' in data) return Symbol(data.symbol);
  if ('text' in data) return { [INSPECT]: () => data.text };
  const { prototype } = classes[data.error];
  const error = new Error();
  Object.defineProperty(error, 'stack', { __proto__: null, configurable: true, writable: true, enumerable: false, value: undefined });
  Object.setPrototypeOf(error, prototype);
  for (const [key, value, enumerable] of data.properties) {
    Object.defineProperty(error, key, { __proto__: null, configurable: true, writable: true, enumerable, value: revive(value) });
  }
  return error;
}

module.exports = { describe, revive };
