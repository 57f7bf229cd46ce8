'use strict';
// IncomingMessage: a request as the server gets it, a response as the client does.
//
// What a connection sets: method and url, or statusCode and statusMessage; the version; and the head as the parser's
// text, in kHead. Headers, and the state of the stream, are made from what is there at first use. The body
// arrives by receive(message, bytes), the end by complete(message, trailers).
const { Readable, finished } = require('stream');
const EventEmitter = require('events');
const { nextTick } = require('ticks');
const { plainPrototype } = require('define');
const { addDistinctTo, addTo, distinctObjectOf, listOf, objectOf } = require('http/header_fields');

const { ReadableState } = Readable;
const kHead = Symbol('kHead'); // the head's headers as the parser's text
const kTrailerText = Symbol('kTrailerText');
const kConnection = Symbol('kConnection'); // what makes the socket on first look; undefined when there is one
const kSocket = Symbol('kSocket');
const kState = Symbol('kReadableState');
const kBody = Symbol('kBody'); // the body's first piece, while nobody has looked at the stream
const kRawHeaders = Symbol('kRawHeaders');
const kRawTrailers = Symbol('kRawTrailers');
const kHeaders = Symbol('kHeaders');
const kHeadersDistinct = Symbol('kHeadersDistinct');
const kTrailers = Symbol('kTrailers');
const kTrailersDistinct = Symbol('kTrailersDistinct');
const NO_HEADERS = '';

// Places for the events that every message has.
function Events() {
  this.close = undefined;
  this.error = undefined;
  this.data = undefined;
  this.end = undefined;
  this.readable = undefined;
}
Events.prototype = plainPrototype;

/** @param {Socket} [socket] @param {object} [connection] instead of a socket: gives it by getSocket() */
function IncomingMessage(socket, connection = undefined) {
  if (EventEmitter.captureRejections) EventEmitter.call(this);
  else this._events = new Events();
  this._eventsCount = 0;
  this._maxListeners = undefined;
  this[kState] = undefined;
  this[kBody] = undefined;
  this[kSocket] = socket;
  this[kConnection] = connection;
  this.httpVersionMajor = null;
  this.httpVersionMinor = null;
  this.httpVersion = null;
  this.complete = false;
  this[kHead] = NO_HEADERS;
  this[kRawHeaders] = undefined;
  this[kHeaders] = undefined;
  this[kTrailerText] = NO_HEADERS;
  this.joinDuplicateHeaders = false;
  this.aborted = false;
  this.upgrade = null;
  // A request's.
  this.url = '';
  this.method = null;
  // A response's.
  this.statusCode = null;
  this.statusMessage = null;
  this._consuming = false;
  this._dumped = false;
}
Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
Object.setPrototypeOf(IncomingMessage, Readable);

// The stream ---------------------------------------------------------------------------------------------------------

define('_readableState', {
  get() { return this[kState] ?? createState(this); },
  set(state) { this[kState] = state; },
});

function createState(message) {
  const highWaterMark = message[kConnection]?.highWaterMark ?? message[kSocket]?.readableHighWaterMark;
  const state = message[kState] = new ReadableState(highWaterMark === undefined ? undefined : { highWaterMark },
                                                    message, false);
  if (!message._consuming) state.readingMore = true; // nothing is asked of the connection before the first _read()
  if (message._dumped && message.complete) {
    closeUnread(state);
  } else {
    const body = message[kBody];
    message[kBody] = undefined;
    if (body !== undefined) message.push(body);
    if (message.complete) message.push(null);
  }
  return state;
}

// The response is out, and nobody ever looked at the request's stream: it has ended and closed.
function closeUnread(state) {
  state.ended = true;
  state.endEmitted = true;
  state.destroyed = true;
  state.closed = true;
  state.closeEmitted = true;
}

/** The head's headers, as the parser's text. */
function addHead(message, head) {
  if (message._addHeaderLines === _addHeaderLines) {
    message[kHead] = head;
    return;
  }
  const list = listOf(head);
  message._addHeaderLines(list, list.length);
}

// Who looked at them before they came has an object that gets them; the list is made anew.
function addTrailers(message, trailers) {
  if (message._addHeaderLines === _addHeaderLines) {
    message[kTrailerText] = trailers;
    message[kRawTrailers] = undefined;
    if (message[kTrailers] !== undefined) addLines(message, message.rawTrailers, message[kTrailers]);
    return;
  }
  const list = listOf(trailers);
  message._addHeaderLines(list, list.length);
}

/** More of the body: false when the reader wants no more for now. */
function receive(message, bytes) {
  if (message._dumped) return true;
  if (message[kBody] === undefined && isUntouched(message)) {
    message[kBody] = bytes;
    return true;
  }
  return message.push(bytes);
}

/** The message has ended. `trailers`: the parser's text. */
function complete(message, trailers) {
  const isLazy = isUntouched(message) && message._eventsCount === 0;
  if (!isLazy) message._readableState; // made before the message counts as complete
  message.complete = true;
  if (trailers) addTrailers(message, trailers);
  if (!isLazy) message.push(null);
}

function isUntouched(message) {
  return message[kState] === undefined && message.push === push;
}

/** Whether the body is being read, or was. */
function wasRead(message) {
  if (message[kState] === undefined) return false;
  return message.readableDidRead || message.readableFlowing === true || message.listenerCount('readable') > 0;
}

IncomingMessage.prototype._read = function _read() {
  if (!this._consuming) {
    this._readableState.readingMore = false;
    this._consuming = true;
  }
  if (this[kConnection] !== undefined) {
    this[kConnection].resumeReading();
    return;
  }
  const { socket } = this;
  if (socket?.readable) readStart(socket);
};

/** Lets bytes come from the socket's handle. */
function readStart(socket) {
  if (socket && !socket._paused && socket.readable) socket.resume();
}

/** Stops them. */
function readStop(socket) {
  if (socket) socket.pause();
}

IncomingMessage.prototype._destroy = function _destroy(error, callback) {
  if (!this.readableEnded || !this.complete) {
    this.aborted = true;
    this.emit('aborted');
  }
  // A message that was cut short takes the connection with it.
  const socket = this.aborted ? this.socket : undefined;
  if (!socket || socket.destroyed) {
    nextTick(finishDestroy, this, error, callback);
    return;
  }
  socket.destroy(error);
  const stopWaiting = finished(socket, (failure) => {
    stopWaiting();
    if (failure?.code === 'ERR_STREAM_PREMATURE_CLOSE') failure = null;
    nextTick(finishDestroy, this, failure || error, callback);
  });
};

// An error nobody listens to is dropped: clients that go away are ordinary.
function finishDestroy(message, error, callback) {
  callback(message.listenerCount('error') === 0 ? undefined : error);
}

/** Reads and throws away what is left, so that the next message can come. */
IncomingMessage.prototype._dump = function _dump() {
  if (this._dumped) return;
  if (this[kState] === undefined && this.complete && this._eventsCount === 0 && this.emit === emit) {
    this._dumped = true;
    this[kBody] = undefined;
    return;
  }
  this._readableState; // with what has come, before that counts as dumped
  this._dumped = true;
  this.removeAllListeners('data'); // what is there already is nobody's any more
  this.resume();
};

IncomingMessage.prototype._dumpAndCloseReadable = function _dumpAndCloseReadable() {
  this._dumped = true;
  this._readableState.ended = true;
  this._readableState.endEmitted = true;
  this._readableState.destroyed = true;
  this._readableState.closed = true;
  this._readableState.closeEmitted = true;
};

// The head -----------------------------------------------------------------------------------------------------------

define('rawHeaders', {
  get() { return this[kRawHeaders] ??= listOf(this[kHead]); },
  set(list) { this[kRawHeaders] = list; },
});

define('rawTrailers', {
  get() { return this[kRawTrailers] ??= listOf(this[kTrailerText]); },
  set(list) { this[kRawTrailers] = list; },
});

define('headers', {
  get() { return this[kHeaders] ??= headersOf(this, this.rawHeaders); },
  set(headers) { this[kHeaders] = headers; },
});

define('headersDistinct', {
  get() { return this[kHeadersDistinct] ??= distinctHeadersOf(this, this.rawHeaders); },
  set(headers) { this[kHeadersDistinct] = headers; },
});

// Programs replace the methods that add one header.
function headersOf(message, list) {
  if (message._addHeaderLine === _addHeaderLine) return objectOf(list, message.joinDuplicateHeaders);
  const headers = {};
  addLines(message, list, headers);
  return headers;
}

function distinctHeadersOf(message, list) {
  if (message._addHeaderLineDistinct === _addHeaderLineDistinct) return distinctObjectOf(list);
  const headers = {};
  for (let i = 0; i + 1 < list.length; i += 2) message._addHeaderLineDistinct(list[i], list[i + 1], headers);
  return headers;
}

define('trailers', {
  get() { return this[kTrailers] ??= headersOf(this, this.rawTrailers); },
  set(trailers) { this[kTrailers] = trailers; },
});

define('trailersDistinct', {
  get() { return this[kTrailersDistinct] ??= distinctHeadersOf(this, this.rawTrailers); },
  set(trailers) { this[kTrailersDistinct] = trailers; },
});

/** Takes `count` of the entries [name, value, ...] as headers, or as trailers when the message is complete. */
IncomingMessage.prototype._addHeaderLines = function _addHeaderLines(entries, count) {
  if (!entries?.length) return;
  const list = count < entries.length ? entries.slice(0, count) : entries;
  const [raw, made] = this.complete ? [this.rawTrailers, this[kTrailers]] : [this.rawHeaders, this[kHeaders]];
  raw.push(...list);
  if (made !== undefined) addLines(this, list, made);
};

function addLines(message, list, headers) {
  for (let i = 0; i + 1 < list.length; i += 2) message._addHeaderLine(list[i], list[i + 1], headers);
}

/** Adds one header to the object `dest`, by the rules for duplicates. */
IncomingMessage.prototype._addHeaderLine = function _addHeaderLine(field, value, dest) {
  addTo(dest, field, value, this.joinDuplicateHeaders);
};

/** Adds one header to the object `dest`, which has lists of values. */
IncomingMessage.prototype._addHeaderLineDistinct = function _addHeaderLineDistinct(field, value, dest) {
  addDistinctTo(dest, field, value);
};

// The socket ---------------------------------------------------------------------------------------------------------

for (const name of ['socket', 'connection', 'client']) {
  define(name, {
    get() {
      const socket = this[kSocket];
      return socket === undefined ? this[kConnection]?.getSocket() : socket; // null: the program took it away.
    },
    set(socket) { this[kSocket] = socket; },
  });
}

/** Emits 'timeout' here after `msecs` without activity on the socket. */
IncomingMessage.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  this.socket.setTimeout(msecs);
  return this;
};

function define(name, accessor) {
  Object.defineProperty(IncomingMessage.prototype, name, { __proto__: null, configurable: true, ...accessor });
}

// As they are before programs can replace them.
const { _addHeaderLine, _addHeaderLines, _addHeaderLineDistinct, emit, push } = IncomingMessage.prototype;

module.exports = { IncomingMessage, readStart, readStop, addHead, receive, complete, wasRead, kHead, kConnection };
