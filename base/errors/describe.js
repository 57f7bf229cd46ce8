'use strict';
// The wording shared by error messages: lists in English, and what kind of value was received.

const PRIMITIVE_TYPES = new Set([
  'string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint', 'symbol',
]);
const CLASS_NAME = /^[A-Z][A-Za-z0-9]*$/;

/** `['a', 'b', 'c']` becomes `a, b, and c`. */
function formatList(list, conjunction = 'and') {
  switch (list.length) {
    case 0: return '';
    case 1: return `${list[0]}`;
    case 2: return `${list[0]} ${conjunction} ${list[1]}`;
    default: return `${list.slice(0, -1).join(', ')}, ${conjunction} ${list[list.length - 1]}`;
  }
}

function quote(text) {
  if (!text.includes("'")) return `'${text}'`;
  return JSON.stringify(text);
}

/** Describes a received value: `type string ('abc')`, `an instance of Foo`, `function bar`, `undefined`. */
function describeReceived(value) {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'undefined': return 'undefined';
    case 'function': return `function ${value.name}`;
    case 'object': return describeObject(value);
    case 'string': return `type string (${quote(value.length > 28 ? `${value.slice(0, 25)}...` : value)})`;
    case 'number': return `type number (${Object.is(value, -0) ? '-0' : value})`;
    case 'bigint': return `type bigint (${value}n)`;
    default: return `type ${typeof value} (${String(value)})`;
  }
}

function describeObject(value) {
  const name = value.constructor?.name;
  if (name !== undefined && name !== null) return `an instance of ${name}`;
  return require('inspect').inspect(value, { depth: -1 });
}

/** `must be of type string or an instance of Buffer`, without the verb. */
function describeExpected(expected) {
  if (!Array.isArray(expected)) expected = [expected];
  const types = [];
  const instances = [];
  const others = [];
  for (const entry of expected) {
    if (PRIMITIVE_TYPES.has(entry)) types.push(entry.toLowerCase());
    else if (CLASS_NAME.test(entry)) instances.push(entry);
    else others.push(entry);
  }
  // Beside instances, `object` reads better as one of them.
  if (instances.length > 0) {
    const at = types.indexOf('object');
    if (at !== -1) {
      types.splice(at, 1);
      instances.push('Object');
    }
  }
  const parts = [];
  if (types.length > 0) parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${formatList(types, 'or')}`);
  if (instances.length > 0) parts.push(`an instance of ${formatList(instances, 'or')}`);
  if (others.length > 1) parts.push(`one of ${formatList(others, 'or')}`);
  else if (others.length === 1) parts.push(others[0].toLowerCase() === others[0] ? others[0] : `an ${others[0]}`);
  return parts.join(' or ');
}

/** The subject of a message: 'The "name" argument', or property where the name has a dot. */
function describeArgument(name) {
  if (name.endsWith(' argument')) return `The ${name}`;
  return `The "${name}" ${name.includes('.') ? 'property' : 'argument'}`;
}

/** 12345678901 becomes '12_345_678_901'. */
function groupDigits(text) {
  const start = text[0] === '-' ? 1 : 0;
  let grouped = '';
  let end = text.length;
  for (; end >= start + 4; end -= 3) grouped = `_${text.slice(end - 3, end)}${grouped}`;
  return text.slice(0, end) + grouped;
}

/** `value` as the messages of ERR_OUT_OF_RANGE show it: large numbers with '_' between groups of three digits. */
function describeOutOfRange(value) {
  if (Number.isInteger(value) && Math.abs(value) > 2 ** 32) return groupDigits(String(value));
  if (typeof value === 'bigint') {
    const text = String(value);
    return `${value > 2n ** 32n || value < -(2n ** 32n) ? groupDigits(text) : text}n`;
  }
  if (typeof value === 'number' && !Object.is(value, -0)) return String(value);
  return require('inspect').inspect(value);
}

// Values whose printf forms need no inspector; the rest is util.format's.
function showString(value) {
  switch (typeof value) {
    case 'string': return value;
    case 'number': return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint': return `${value}n`;
    case 'object':
    case 'function': return value === null ? 'null' : require('inspect').format('%s', value);
    default: return String(value);
  }
}

function showNumber(value) {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol') return 'NaN';
  return showString(Number(value));
}

/** Fills %s, %d and %j of a message template, as util.format does. */
function fillTemplate(template, args) {
  let next = 0;
  return template.replace(/%[sdj]/g, (directive) => {
    const value = args[next++];
    if (directive === '%s') return showString(value);
    return directive === '%d' ? showNumber(value) : String(JSON.stringify(value));
  });
}

module.exports = {
  describeArgument,
  describeExpected,
  describeOutOfRange,
  describeReceived,
  fillTemplate,
  formatList,
  groupDigits,
};
