'use strict';
// What both sides of HTTP share: methods, status codes, and what names and values of headers may look like.
const { ERR_HTTP_INVALID_HEADER_VALUE, ERR_INVALID_CHAR, ERR_INVALID_HTTP_TOKEN, hideStackFrames } = require('errors');
const { getOption } = require('options');

/** By llhttp's numbers; QUERY, the last, is our parser's own. */
const methods = [
  'DELETE', 'GET', 'HEAD', 'POST', 'PUT', 'CONNECT', 'OPTIONS', 'TRACE', 'COPY', 'LOCK', 'MKCOL', 'MOVE', 'PROPFIND',
  'PROPPATCH', 'SEARCH', 'UNLOCK', 'BIND', 'REBIND', 'UNBIND', 'ACL', 'REPORT', 'MKACTIVITY', 'CHECKOUT', 'MERGE',
  'M-SEARCH', 'NOTIFY', 'SUBSCRIBE', 'UNSUBSCRIBE', 'PATCH', 'PURGE', 'MKCALENDAR', 'LINK', 'UNLINK', 'SOURCE', 'QUERY',
];
const QUERY_NUMBER = 46;
/** Those of RTSP requests, which no HTTP request may have. */
const FIRST_RTSP_NUMBER = 35;
const rtspMethods = [
  'DESCRIBE', 'ANNOUNCE', 'SETUP', 'PLAY', 'PAUSE', 'TEARDOWN', 'GET_PARAMETER', 'SET_PARAMETER', 'REDIRECT', 'RECORD',
  'FLUSH',
];

/** @param {number} number as the parser gives it */
function methodName(number) {
  if (number < FIRST_RTSP_NUMBER) return methods[number];
  return number === QUERY_NUMBER ? 'QUERY' : rtspMethods[number - FIRST_RTSP_NUMBER];
}

const STATUS_CODES = {
  100: 'Continue',
  101: 'Switching Protocols',
  102: 'Processing',
  103: 'Early Hints',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  203: 'Non-Authoritative Information',
  204: 'No Content',
  205: 'Reset Content',
  206: 'Partial Content',
  207: 'Multi-Status',
  208: 'Already Reported',
  226: 'IM Used',
  300: 'Multiple Choices',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  305: 'Use Proxy',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  417: 'Expectation Failed',
  418: 'I\'m a Teapot',
  421: 'Misdirected Request',
  422: 'Unprocessable Entity',
  423: 'Locked',
  424: 'Failed Dependency',
  425: 'Too Early',
  426: 'Upgrade Required',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
  506: 'Variant Also Negotiates',
  507: 'Insufficient Storage',
  508: 'Loop Detected',
  509: 'Bandwidth Limit Exceeded',
  510: 'Not Extended',
  511: 'Network Authentication Required',
};

// RFC 9110, sections 5.6.2 (token) and 5.5 (field values; obs-text is allowed).
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const INVALID_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

function checkIsHttpToken(text) {
  return TOKEN.test(text);
}

function checkInvalidHeaderChar(text) {
  return INVALID_VALUE.test(text);
}

// Names that were found valid, with their lower-case forms: programs use the same few again and again.
const lowerNames = new Map();
const MAX_REMEMBERED = 1024;

/** @returns {string|undefined} the lower-case form of a valid header name */
function lowerName(name) {
  const known = lowerNames.get(name);
  if (known !== undefined) return known;
  if (typeof name !== 'string' || !TOKEN.test(name)) return undefined;
  const lower = name.toLowerCase();
  if (lowerNames.size < MAX_REMEMBERED && name.length < 64) lowerNames.set(name, lower);
  return lower;
}

/** Throws ERR_INVALID_HTTP_TOKEN when `name` cannot be a header's. `label`: what it is called in the message. */
const validateHeaderName = hideStackFrames((name, label) => {
  if (lowerName(name) === undefined) throw new ERR_INVALID_HTTP_TOKEN(label || 'Header name', name);
});

/** Throws ERR_HTTP_INVALID_HEADER_VALUE or ERR_INVALID_CHAR when the header `name` cannot have `value`. */
const validateHeaderValue = hideStackFrames((name, value) => {
  if (value === undefined) throw new ERR_HTTP_INVALID_HEADER_VALUE(value, name);
  if (INVALID_VALUE.test(value)) throw new ERR_INVALID_CHAR('header content', name);
});

/** The limit of a message's head in bytes, for who sets none. */
function maxHeaderSize() {
  return getOption('--max-http-header-size');
}

let warnedOfLeniency = false;
/** Whether --insecure-http-parser was given. */
function isLenient() {
  if (getOption('--insecure-http-parser') !== true) return false;
  if (!warnedOfLeniency) {
    warnedOfLeniency = true;
    require('process').emitWarning('Using insecure HTTP parsing');
  }
  return true;
}

module.exports = {
  methods, methodName, STATUS_CODES, lowerName,
  checkIsHttpToken, checkInvalidHeaderChar, validateHeaderName, validateHeaderValue,
  maxHeaderSize, isLenient,
  continueExpression: /(?:^|\W)100-continue(?:$|\W)/i,
  chunkExpression: /(?:^|\W)chunked(?:$|\W)/i,
};
