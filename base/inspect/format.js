'use strict';
// util.format: printf for people. Loaded with inspect, which formats what is no string.

const native = binding('inspect');
const { namesLanguage } = require('inspect/class_names');
const { bigintText, numberText, symbolText } = require('inspect/primitives');
const { validateObject } = require('validators');

const { getPrototypeOf, hasOwn } = Object;

let inspect;

function shown(value, options) {
  inspect ??= require('inspect').inspect;
  return inspect(value, options);
}

function separators(options) {
  return options?.numericSeparator ?? (inspect ??= require('inspect').inspect).defaultOptions.numericSeparator;
}

/** The prototype (or the object itself) that has its own property `key`, or null. */
function holderOf(object, key) {
  let holder = object;
  while (holder !== null && !hasOwn(holder, key)) holder = getPrototypeOf(holder);
  return holder;
}

/** Whether String(object) would run code of the user's class, so that its author decides what %s shows. */
function hasOwnText(object) {
  const details = native.getProxyDetails(object);
  if (details !== undefined) {
    if (details[0] === null) return false;
    return hasOwnText(details[0]);
  }
  const primitiveHolder = holderOf(object, Symbol.toPrimitive);
  if (primitiveHolder !== null && (primitiveHolder === object || !namesLanguage(primitiveHolder))) return true;
  if (typeof object.toString !== 'function') return false;
  const holder = holderOf(object, 'toString');
  return holder === null || holder === object || !namesLanguage(holder);
}

function asString(value, options) {
  switch (typeof value) {
    case 'string': return value;
    case 'number': return numberText(value, separators(options));
    case 'bigint': return bigintText(value, separators(options));
    case 'object':
      if (value === null) return 'null';
      return hasOwnText(value) ? String(value) : shown(value, { ...options, depth: 0, colors: false, compact: 3 });
    case 'symbol': return symbolText(value);
    default: return String(value);
  }
}

function asJson(value) {
  try {
    return JSON.stringify(value);
  } catch (error) {
    const isCircular = error?.name === 'TypeError' && /^Converting circular structure to JSON/.test(error.message);
    if (isCircular) return '[Circular]';
    throw error;
  }
}

function asNumber(value, options, convert) {
  if (typeof value === 'bigint') return bigintText(value, separators(options));
  return typeof value === 'symbol' ? 'NaN' : numberText(convert(value), separators(options));
}

function asFloat(value, options) {
  return typeof value === 'symbol' ? 'NaN' : numberText(Number.parseFloat(value), separators(options));
}

/** What a specifier makes of its argument; undefined for what is no specifier. */
function substitute(specifier, value, options) {
  switch (specifier) {
    case 0x73: return asString(value, options); // s
    case 0x64: return asNumber(value, options, Number); // d
    case 0x69: return asNumber(value, options, Number.parseInt); // i
    case 0x66: return asFloat(value, options); // f
    case 0x6a: return asJson(value) ?? 'undefined'; // j
    case 0x4f: return shown(value, options); // O
    case 0x6f: return shown(value, { ...options, showHidden: true, showProxy: true, depth: 4 }); // o
    case 0x63: return ''; // c: CSS for a browser's console
    default: return undefined;
  }
}

/** Appends the arguments from `next` on, separated by spaces. */
function append(text, args, next, options) {
  for (let i = next; i < args.length; i++) {
    const value = args[i];
    const part = typeof value === 'string' ? value : shown(value, options);
    text = i === 0 ? part : `${text} ${part}`;
  }
  return text;
}

function formatArguments(options, args) {
  const first = args[0];
  if (typeof first !== 'string') return append('', args, 0, options);
  if (args.length === 1) return first;
  let percent = first.indexOf('%');
  if (percent === -1) return append(first, args, 1, options);
  let text = '';
  let written = 0; // of `first`
  let next = 1;
  while (percent !== -1 && percent < first.length - 1) {
    const specifier = first.charCodeAt(percent + 1);
    let part;
    if (specifier === 0x25) part = '%';
    else if (next < args.length) part = substitute(specifier, args[next], options);
    if (part === undefined) {
      percent = first.indexOf('%', percent + 1);
      continue;
    }
    if (specifier !== 0x25) next++;
    text += first.slice(written, percent) + part;
    written = percent + 2;
    percent = first.indexOf('%', written);
  }
  return append(text + first.slice(written), args, next, options);
}

/**
 * The text of a message with %s %d %i %f %j %o %O %c %%, followed by the arguments that are left.
 * @param {...any} args
 * @returns {string}
 */
function format(...args) {
  return formatArguments(undefined, args);
}

/**
 * format() with options for util.inspect.
 * @param {object} inspectOptions
 * @param {...any} args
 * @returns {string}
 * @throws ERR_INVALID_ARG_TYPE
 */
function formatWithOptions(inspectOptions, ...args) {
  validateObject(inspectOptions, 'inspectOptions', { allowArray: true, allowFunction: true });
  return formatArguments(inspectOptions, args);
}

module.exports = { format, formatWithOptions };
