'use strict';
// The headers of a message that came in: from the parser's text to the list and the objects that users see.
const { lowerName } = require('http/common');

/** @param {string} text "name\nvalue\n..." as the parser gives it @returns {string[]} [name, value, ...] */
function listOf(text) {
  if (text.length === 0) return [];
  const list = text.split('\n');
  list.pop();
  return list;
}

// How a header that comes more than once is dealt with (message.headers in Node's manual): by default the values are
// joined with ', '.
const FIRST_COUNTS = 1;
const JOINED_BY_SEMICOLON = 2;
const ALWAYS_A_LIST = 3;

const rules = new Map([
  ...['age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'from', 'host', 'if-modified-since',
      'if-unmodified-since', 'last-modified', 'location', 'max-forwards', 'proxy-authorization', 'referer',
      'retry-after', 'server', 'user-agent'].map((name) => [name, FIRST_COUNTS]),
  ['cookie', JOINED_BY_SEMICOLON],
  ['set-cookie', ALWAYS_A_LIST],
]);

function lower(name) {
  return lowerName(name) ?? name.toLowerCase();
}

/** Adds one header to the object `message.headers`. `joinAll`: the option joinDuplicateHeaders. */
function addTo(headers, name, value, joinAll) {
  name = lower(name);
  const existing = headers[name];
  if (existing === undefined || (typeof existing !== 'string' && !Array.isArray(existing))) {
    // A name such as 'constructor' finds what the prototype has.
    if (name === '__proto__') return;
    headers[name] = rules.get(name) === ALWAYS_A_LIST ? [value] : value;
    return;
  }
  switch (rules.get(name)) {
    case FIRST_COUNTS:
      if (joinAll) headers[name] = `${existing}, ${value}`;
      break;
    case JOINED_BY_SEMICOLON:
      headers[name] = `${existing}; ${value}`;
      break;
    case ALWAYS_A_LIST:
      existing.push(value);
      break;
    default:
      headers[name] = `${existing}, ${value}`;
  }
}

/** Adds one header to the object `message.headersDistinct`: every value in a list. */
function addDistinctTo(headers, name, value) {
  name = lower(name);
  const existing = headers[name];
  if (Array.isArray(existing)) existing.push(value);
  else if (name !== '__proto__') headers[name] = [value];
}

/** @returns {object} the list [name, value, ...] as `message.headers` */
function objectOf(list, joinAll) {
  const headers = {};
  for (let i = 0; i + 1 < list.length; i += 2) addTo(headers, list[i], list[i + 1], joinAll);
  return headers;
}

/** @returns {object} the list [name, value, ...] as `message.headersDistinct` */
function distinctObjectOf(list) {
  const headers = {};
  for (let i = 0; i + 1 < list.length; i += 2) addDistinctTo(headers, list[i], list[i + 1]);
  return headers;
}

module.exports = { listOf, objectOf, distinctObjectOf, addTo, addDistinctTo };
