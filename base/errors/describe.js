'use strict';
// The wording shared by error messages: lists in English, and what kind of value was received.

const {
  arraySlice, bareArray, is, isArray, isInteger, join, stringEndsWith, stringIncludes, stringSlice, stringToLowerCase, stringify,
} = require('intrinsics');

const PRIMITIVE_TYPES = {
  __proto__: null, string: 1, function: 1, number: 1, object: 1, Function: 1, Object: 1, boolean: 1, bigint: 1, symbol: 1,
};

const isBetween = (character, first, last) => character >= first && character <= last;

// A capital, and behind it letters and digits.
function isClassName(text) {
  if (text.length === 0 || !isBetween(text[0], 'A', 'Z')) return false;
  for (let i = 1; i < text.length; i++) {
    const character = text[i];
    if (!isBetween(character, 'A', 'Z') && !isBetween(character, 'a', 'z') && !isBetween(character, '0', '9')) return false;
  }
  return true;
}

/** `['a', 'b', 'c']` becomes `a, b, and c`. */
function formatList(list, conjunction = 'and') {
  switch (list.length) {
    case 0: return '';
    case 1: return `${list[0]}`;
    case 2: return `${list[0]} ${conjunction} ${list[1]}`;
    default: return `${join(arraySlice(list, 0, -1), ', ')}, ${conjunction} ${list[list.length - 1]}`;
  }
}

function quote(text) {
  if (!stringIncludes(text, "'")) return `'${text}'`;
  return stringify(text);
}

const asText = String; // the only way to a symbol's text

/** Describes a received value: `type string ('abc')`, `an instance of Foo`, `function bar`, `undefined`. */
function describeReceived(value) {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'undefined': return 'undefined';
    case 'function': return `function ${value.name}`;
    case 'object': return describeObject(value);
    case 'string': return `type string (${quote(value.length > 28 ? `${stringSlice(value, 0, 25)}...` : value)})`;
    case 'number': return `type number (${is(value, -0) ? '-0' : value})`;
    case 'bigint': return `type bigint (${value}n)`;
    default: return `type ${typeof value} (${asText(value)})`;
  }
}

function describeObject(value) {
  const name = value.constructor?.name;
  if (name !== undefined && name !== null) return `an instance of ${name}`;
  return require('inspect').inspect(value, { depth: -1 });
}

function without(list, entry) {
  const kept = bareArray();
  for (let i = 0; i < list.length; i++) if (list[i] !== entry) kept[kept.length] = list[i];
  return kept;
}

function alternative(text, other) {
  return text === '' ? other : `${text} or ${other}`;
}

const single = { __proto__: null }; // texts for one expected type, made when first needed

/** `must be of type string or an instance of Buffer`, without the verb. */
function describeExpected(expected) {
  return isArray(expected) ? describeAll(expected) : single[expected] ??= describeAll([expected]);
}

function describeAll(expected) {
  let types = bareArray();
  const instances = bareArray();
  const others = bareArray();
  for (let i = 0; i < expected.length; i++) {
    const entry = expected[i];
    const list = PRIMITIVE_TYPES[entry] ? types : isClassName(entry) ? instances : others;
    list[list.length] = list === types ? stringToLowerCase(entry) : entry;
  }
  // Beside instances, `object` reads better as one of them.
  if (instances.length > 0) {
    const kept = without(types, 'object');
    if (kept.length < types.length) instances[instances.length] = 'Object';
    types = kept;
  }
  let text = '';
  if (types.length > 0) text = `${types.length > 1 ? 'one of type' : 'of type'} ${formatList(types, 'or')}`;
  if (instances.length > 0) text = alternative(text, `an instance of ${formatList(instances, 'or')}`);
  if (others.length > 1) text = alternative(text, `one of ${formatList(others, 'or')}`);
  if (others.length === 1) text = alternative(text, stringToLowerCase(others[0]) === others[0] ? others[0] : `an ${others[0]}`);
  return text;
}

/** The subject of a message: 'The "name" argument', or property where the name has a dot. */
function describeArgument(name) {
  if (stringEndsWith(name, ' argument')) return `The ${name}`;
  return `The "${name}" ${stringIncludes(name, '.') ? 'property' : 'argument'}`;
}

/** 12345678901 becomes '12_345_678_901'. */
function groupDigits(text) {
  const start = text[0] === '-' ? 1 : 0;
  let grouped = '';
  let end = text.length;
  for (; end >= start + 4; end -= 3) grouped = `_${stringSlice(text, end - 3, end)}${grouped}`;
  return stringSlice(text, 0, end) + grouped;
}

/** `value` as the messages of ERR_OUT_OF_RANGE show it: large numbers with '_' between groups of three digits. */
function describeOutOfRange(value) {
  if (isInteger(value) && (value > 2 ** 32 || value < -(2 ** 32))) return groupDigits(`${value}`);
  if (typeof value === 'bigint') {
    const text = `${value}`;
    return `${value > 2n ** 32n || value < -(2n ** 32n) ? groupDigits(text) : text}n`;
  }
  if (typeof value === 'number' && !is(value, -0)) return `${value}`;
  return require('inspect').inspect(value);
}

// Values whose printf forms need no inspector; the rest is util.format's.
function showString(value) {
  switch (typeof value) {
    case 'string': return value;
    case 'number': return is(value, -0) ? '-0' : `${value}`;
    case 'bigint': return `${value}n`;
    case 'object':
    case 'function': return value === null ? 'null' : require('inspect').format('%s', value);
    default: return asText(value);
  }
}

function showNumber(value) {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol') return 'NaN';
  return showString(+value);
}

/** Fills %s, %d and %j of a message template, as util.format does. */
function fillTemplate(template, args) {
  let next = 0;
  let text = '';
  let done = 0; // of the template
  for (let i = 0; i + 1 < template.length; i++) {
    if (template[i] !== '%') continue;
    const show = SHOW[template[i + 1]];
    if (show === undefined) continue;
    text += stringSlice(template, done, i) + show(args[next++]);
    done = i + 2;
    i++;
  }
  return text + stringSlice(template, done);
}

const SHOW = { __proto__: null, s: showString, d: showNumber, j: (value) => `${stringify(value)}` };

module.exports = {
  describeArgument,
  describeExpected,
  describeOutOfRange,
  describeReceived,
  fillTemplate,
  formatList,
  groupDigits,
};
