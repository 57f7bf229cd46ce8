'use strict';
// The parser as _http_common and packages know it: HTTPParser, with its callbacks as numbered properties.
const {
  Events, MessageParser, REQUEST, RESPONSE, SHOULD_KEEP_ALIVE, UPGRADE, COMPLETE, VERSION_SHIFT, DEFAULT_MAX_HEADERS,
  QUERY_NUMBER,
} = require('http/parsers');
const { listOf } = require('http/header_fields');
const { methods } = require('http/common');
const { validateOneOf } = require('validators');

const kOnMessageBegin = 0;
const kOnHeaders = 1;
const kOnHeadersComplete = 2;
const kOnBody = 3;
const kOnMessageComplete = 4;
const kOnExecute = 5;
const kOnTimeout = 6;
const kType = Symbol('type');
const kInner = Symbol('parser');

let events; // Shared: no native object is made before it is needed.

/** One message after another out of bytes; initialize() says of which type. */
class HTTPParser {
  /** @param {number} type HTTPParser.REQUEST or HTTPParser.RESPONSE */
  initialize(type, resource, maxHeaderSize = 0, lenientFlags = 0) {
    validateOneOf(type, 'type', [REQUEST, RESPONSE]);
    events ??= new Events(onHead, onBody, onComplete, onExecuted, onReadEnd);
    this[kType] = type;
    this[kInner] ??= new Inner(this);
    this[kInner].initialize(type, maxHeaderSize || require('http/common').maxHeaderSize(), DEFAULT_MAX_HEADERS,
                            lenientFlags !== 0);
  }

  /** @returns {number|Error} bytes parsed */
  execute(buffer, offset = 0, length = buffer.length - offset) {
    return this[kInner].execute(buffer.subarray(offset, offset + length));
  }

  finish() { return this[kInner].finish(); }
  close() { this[kInner]?.close(); }
  free() { this[kInner]?.close(); }
  remove() {}
  pause() {}
  resume() {}
  consume(handle) { this[kInner].consume(handle); }
  unconsume() { this[kInner].unconsume(); }
  getCurrentBuffer() { return this[kInner].getCurrentBuffer(); }
  duration() { return Math.max(this[kInner].messageAge(), 0); }
  headersCompleted() { return this[kInner].headAge() < 0; }
}

class Inner extends MessageParser {
  constructor(outer) {
    super(events, outer[kType]);
    this.outer = outer;
  }
}

function onHead(what, text, head, flags, body) {
  const { outer } = this;
  const isRequest = outer[kType] === REQUEST;
  outer[kOnMessageBegin]?.();
  const version = flags >> VERSION_SHIFT;
  const result = outer[kOnHeadersComplete]?.(
    version >> 4, version & 15, listOf(head), isRequest ? numberOf(what) : undefined, isRequest ? text : undefined,
    isRequest ? undefined : what, isRequest ? undefined : text, (flags & UPGRADE) !== 0,
    (flags & SHOULD_KEEP_ALIVE) !== 0);
  if (body !== undefined) outer[kOnBody]?.(body);
  if (flags & COMPLETE) outer[kOnMessageComplete]?.();
  return result;
}

function numberOf(method) {
  return method === QUERY_NUMBER ? methods.indexOf('QUERY') : method;
}

function onBody(bytes) {
  this.outer[kOnBody]?.(bytes);
}

function onComplete(trailers) {
  const { outer } = this;
  if (trailers.length > 0) outer[kOnHeaders]?.(listOf(trailers), '');
  outer[kOnMessageComplete]?.();
}

function onExecuted(result) {
  this.outer[kOnExecute]?.(result);
}

function onReadEnd(status) {
  this.outer[kOnExecute]?.(status);
}

Object.assign(HTTPParser, {
  REQUEST, RESPONSE, kOnMessageBegin, kOnHeaders, kOnHeadersComplete, kOnBody, kOnMessageComplete, kOnExecute, kOnTimeout,
  kLenientNone: 0, kLenientHeaders: 1, kLenientChunkedLength: 2, kLenientKeepAlive: 4, kLenientAll: 255,
});

module.exports = { HTTPParser };
