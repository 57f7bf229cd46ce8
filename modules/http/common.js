'use strict';
// What both sides of HTTP share: methods, statuses, and the grammar of header fields.
const { ERR_HTTP_INVALID_HEADER_VALUE, ERR_INVALID_CHAR, ERR_INVALID_HTTP_TOKEN, hideStackFrames } = require('errors');
const { getOption } = require('options');
const { QUERY_NUMBER } = binding('http_parser');
const { FIRST_NO_METHOD, hasWord, isFieldValue, lowerFieldName, methodNames } = binding('http_fields');

// Methods ------------------------------------------------------------------------------------------------------------

const namesByNumber = methodNames(); // llhttp's, those of RTSP among them

/** HTTP's methods by their numbers; QUERY, the last, is one that our parser adds. */
const methods = namesByNumber.slice(0, FIRST_NO_METHOD);
methods.push('QUERY');

/** @param {number} number as the parser gives it @returns {string} */
function methodName(number) {
  return number === QUERY_NUMBER ? 'QUERY' : namesByNumber[number];
}

// Statuses -----------------------------------------------------------------------------------------------------------

/** Reason phrases by status code, as IANA's registry has them. Programs may change it. */
const STATUS_CODES = {};
const phrases = { __proto__: null };

/** The phrases of the codes from `first` on. */
function register(first, ...list) {
  for (let i = 0; i < list.length; i++) STATUS_CODES[first + i] = phrases[first + i] = list[i];
}

/** @param {number} code @returns {string|undefined} the registered reason phrase */
function phraseOf(code) {
  return phrases[code];
}

register(100, 'Continue', 'Switching Protocols', 'Processing', 'Early Hints');
register(200, 'OK', 'Created', 'Accepted', 'Non-Authoritative Information', 'No Content', 'Reset Content',
         'Partial Content', 'Multi-Status', 'Already Reported');
register(226, 'IM Used');
register(300, 'Multiple Choices', 'Moved Permanently', 'Found', 'See Other', 'Not Modified', 'Use Proxy');
register(307, 'Temporary Redirect', 'Permanent Redirect');
register(400, 'Bad Request', 'Unauthorized', 'Payment Required', 'Forbidden', 'Not Found', 'Method Not Allowed',
         'Not Acceptable', 'Proxy Authentication Required', 'Request Timeout', 'Conflict', 'Gone', 'Length Required',
         'Precondition Failed', 'Payload Too Large', 'URI Too Long', 'Unsupported Media Type',
         'Range Not Satisfiable', 'Expectation Failed', 'I\'m a Teapot');
register(421, 'Misdirected Request', 'Unprocessable Entity', 'Locked', 'Failed Dependency', 'Too Early',
         'Upgrade Required');
register(428, 'Precondition Required', 'Too Many Requests');
register(431, 'Request Header Fields Too Large');
register(451, 'Unavailable For Legal Reasons');
register(500, 'Internal Server Error', 'Not Implemented', 'Bad Gateway', 'Service Unavailable', 'Gateway Timeout',
         'HTTP Version Not Supported', 'Variant Also Negotiates', 'Insufficient Storage', 'Loop Detected',
         'Bandwidth Limit Exceeded', 'Not Extended', 'Network Authentication Required');

// Header fields ------------------------------------------------------------------------------------------------------

// Names that were found valid, with their lower-case forms: programs use the same few again and again. Its methods are its
// own, so that a replaced one of Map lets no other name through.
const lowerNames = Object.assign(new Map(), { get: Map.prototype.get, set: Map.prototype.set });
const MAX_REMEMBERED = 1024;
const LONGEST_REMEMBERED = 64; // characters

/** @returns {string|undefined} the lower-case form of a valid header name; undefined: it is none */
function lowerName(name) {
  if (typeof name !== 'string') return undefined;
  const known = lowerNames.get(name);
  if (known !== undefined) return known;
  const lower = lowerFieldName(name);
  if (lower !== undefined && lowerNames.size < MAX_REMEMBERED && name.length < LONGEST_REMEMBERED) {
    lowerNames.set(name, lower);
  }
  return lower;
}

/** @param {any} text @returns {boolean} whether it is a token (RFC 9110, section 5.6.2), as names and methods have to be */
function isToken(text) {
  return lowerFieldName(`${text}`) !== undefined;
}

/** @param {any} value @returns {boolean} whether, as text, it is a field value (RFC 9110, section 5.5) */
function checkHeader(value) {
  return typeof value === 'number' || isFieldValue(typeof value === 'string' ? value : `${value}`);
}

/** Throws ERR_INVALID_HTTP_TOKEN when `name` cannot be a header's. `label`: what it is called in the message. */
const validateHeaderName = hideStackFrames((name, label) => {
  if (lowerName(name) === undefined) throw new ERR_INVALID_HTTP_TOKEN(label || 'Header name', name);
});

/** Throws ERR_HTTP_INVALID_HEADER_VALUE or ERR_INVALID_CHAR when the header `name` cannot have `value`. */
const validateHeaderValue = hideStackFrames((name, value) => {
  if (value === undefined) throw new ERR_HTTP_INVALID_HEADER_VALUE(value, name);
  if (!checkHeader(value)) throw new ERR_INVALID_CHAR('header content', name);
});

for (const [name, fn] of [['validateHeaderName', validateHeaderName], ['validateHeaderValue', validateHeaderValue]]) {
  Object.defineProperty(fn, 'name', { __proto__: null, value: name });
}

// Options ------------------------------------------------------------------------------------------------------------

/** The limit of a message's head in bytes, for who sets none. */
function maxHeaderSize() {
  return getOption('--max-http-header-size');
}

let hasWarned = false;
/** Whether --insecure-http-parser was given; warns of it, once. */
function isLenient() {
  const lenient = getOption('--insecure-http-parser') === true;
  if (lenient && !hasWarned) {
    hasWarned = true;
    require('process_object').emitWarning('Using insecure HTTP parsing');
  }
  return lenient;
}

module.exports = {
  methods, methodName, STATUS_CODES, phraseOf,
  lowerName, isToken, checkHeader, hasWord, validateHeaderName, validateHeaderValue,
  maxHeaderSize, isLenient,
};
