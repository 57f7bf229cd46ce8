// From a socket's bytes to the responses of its requests. One parser stays with a socket for all its requests.
'use strict';
const { IncomingMessage, addHead, complete, readStart, readStop, receive } = require('http/incoming');
const {
  Events, MessageParser, RESPONSE, SHOULD_KEEP_ALIVE, UPGRADE, VERSION_SHIFT, MAY_HAVE_BODY, NO_BODY, NO_LONGER_HTTP,
  DEFAULT_MAX_HEADERS,
} = require('http/parsers');
const { isLenient, maxHeaderSize } = require('http/common');

const kParser = Symbol('responseParser'); // socket: its parser, between requests too

let events; // shared by all parsers; no native object is made before it is needed

class ResponseParser extends MessageParser {
  constructor() {
    events ??= new Events(onHead, onBody, onComplete, nop, nop);
    super(events, RESPONSE);
    this.socket = null;
    this.outgoing = null;
    this.incoming = null;
    this.onResponse = null; // (request, response)
    this.executing = false;
    this.pending = null; // bytes that came while it was executing
  }
}

function nop() {}

/** The socket's parser, ready for the response to `request`. */
function beginParsing(socket, request, onResponse) {
  const parser = socket[kParser] ??= new ResponseParser();
  const lenient = request.insecureHTTPParser ?? isLenient();
  const maxHeaders = typeof request.maxHeadersCount === 'number' ? request.maxHeadersCount : DEFAULT_MAX_HEADERS;
  parser.initialize(RESPONSE, request.maxHeaderSize || maxHeaderSize(), maxHeaders, lenient);
  parser.socket = socket;
  parser.outgoing = request;
  parser.incoming = null;
  parser.pending = null;
  parser.onResponse = onResponse;
  return parser;
}

/** The response is there, or will not come. */
function endParsing(parser) {
  parser.socket = null;
  parser.outgoing = null;
  parser.incoming = null;
}

// What the parser calls, with itself as `this` -----------------------------------------------------------------------

function onHead(statusCode, statusMessage, head, flags) {
  const request = this.outgoing;
  const { socket } = this;
  if (request === null) return NO_BODY;
  if (request.res !== null) {
    // A second answer to one question: nothing that comes from there can be trusted.
    this.incoming = null;
    socket.destroy();
    return MAY_HAVE_BODY;
  }
  const response = newResponse(socket, statusCode, statusMessage, head, flags);
  response.joinDuplicateHeaders = request.joinDuplicateHeaders;
  if ((flags & UPGRADE) !== 0 || request.method === 'CONNECT') {
    response.upgrade = true;
    this.incoming = response;
    return NO_LONGER_HTTP;
  }
  if (statusCode < 200 && statusCode !== 101) {
    inform(request, response);
    return NO_BODY;
  }
  this.incoming = response;
  request.res = response;
  response.req = request;
  if ((flags & SHOULD_KEEP_ALIVE) === 0) request.shouldKeepAlive = false;
  this.onResponse(request, response);
  return request.method === 'HEAD' || statusCode === 204 || statusCode === 304 ? NO_BODY : MAY_HAVE_BODY;
}

function newResponse(socket, statusCode, statusMessage, head, flags) {
  const response = new IncomingMessage(socket);
  const version = flags >> VERSION_SHIFT;
  response.statusCode = statusCode;
  response.statusMessage = statusMessage;
  response.httpVersionMajor = version >> 4;
  response.httpVersionMinor = version & 15;
  response.httpVersion = version === 0x11 ? '1.1' : `${version >> 4}.${version & 15}`;
  addHead(response, head);
  response.upgrade = false;
  return response;
}

function inform(request, response) {
  const { statusCode, statusMessage, httpVersion, httpVersionMajor, httpVersionMinor, headers, rawHeaders } = response;
  if (statusCode === 100) request.emit('continue');
  request.emit('information', {
    statusCode, statusMessage, httpVersion, httpVersionMajor, httpVersionMinor, headers, rawHeaders,
  });
}

function onBody(bytes) {
  const response = this.incoming;
  if (response !== null && !receive(response, bytes)) readStop(this.socket);
}

// Whoever paused the socket did so for this response: what comes next is another one's, or the connection's end.
function onComplete(trailers) {
  const response = this.incoming;
  if (response !== null && !response.complete) complete(response, trailers);
  readStart(this.socket);
}

module.exports = { beginParsing, endParsing };
