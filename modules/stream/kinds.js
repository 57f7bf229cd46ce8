'use strict';
// What a value is, for functions that take streams of every make: Node streams, old ones without state objects, HTTP
// messages, web streams. Recognized by what it has, not by its class: streams of other copies of these modules count.

const NODE = 1;
const READS = 2; // One can read from it; besides NODE.
const WRITES = 4; // One can write to it; besides NODE.
const WEB_SOURCE = 8;
const WEB_SINK = 16;
const WEB_PAIR = 32; // A TransformStream, or another { readable, writable }.
const WEB = WEB_SOURCE | WEB_SINK | WEB_PAIR;

/** The bits above that hold for `value`; 0 if it is no stream. */
function kindOf(value) {
  if (value === null || value === undefined) return 0;
  return nodeKindOf(value) || webKindOf(value);
}

function nodeKindOf(value) {
  const { _readableState: readable, _writableState: writable } = value;
  const listens = typeof value.on === 'function';
  const pipes = listens && typeof value.pipe === 'function';
  const writes = listens && typeof value.write === 'function';
  if (!readable && !writable && !pipes && !writes) return 0;
  let kind = NODE;
  // With a state on the other side, the stream's own must say that there is such a side; else its methods do.
  if (pipes && (!writable || (readable && readable.readable !== false))) kind |= READS;
  if (writes && (!readable || writable?.writable !== false)) kind |= WRITES;
  return kind;
}

function webKindOf(value) {
  const has = (name) => typeof value[name] === 'function';
  let kind = 0;
  if (has('pipeThrough') && has('getReader') && has('cancel')) kind |= WEB_SOURCE;
  if (has('getWriter') && has('abort')) kind |= WEB_SINK;
  if (typeof value.readable === 'object' && typeof value.writable === 'object') kind |= WEB_PAIR;
  return kind;
}

/** By the async protocol. */
function isAsyncIterable(value) {
  return value !== null && value !== undefined && typeof value[Symbol.asyncIterator] === 'function';
}

/** By either protocol. */
function isIterable(value) {
  return isAsyncIterable(value) ||
    (value !== null && value !== undefined && typeof value[Symbol.iterator] === 'function');
}

// HTTP messages are recognized by the names that they are documented to have, or that packages know them by.

/** A client's request, which abort() ends. */
function isClientRequest(value) {
  return Boolean(value && value.setHeader && typeof value.abort === 'function');
}

/** A request as a server has it; a response as a client has it knows its `req`. */
function isServerRequest(value) {
  return typeof value._dumped === 'boolean' && typeof value._consuming === 'boolean' && value.req === undefined;
}

/** A client's request or a server's response. */
function isOutgoingMessage(value) {
  return typeof value._closed === 'boolean' && typeof value.setHeader === 'function';
}

/** A response as a server has it. */
function isServerResponse(value) {
  return typeof value._sent100 === 'boolean' && isOutgoingMessage(value);
}

module.exports = {
  NODE, READS, WRITES, WEB_SOURCE, WEB_SINK, WEB_PAIR, WEB,
  isAsyncIterable, isClientRequest, isIterable, isOutgoingMessage, isServerRequest, isServerResponse, kindOf,
};
