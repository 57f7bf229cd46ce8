'use strict';
// A client's stream: a request that it makes, or a response that the server pushes.
const { Http2Stream, channelsOf, receiveEnd } = require('http2/stream');
const { toObject } = require('http2/header_fields');
const { kId, kSession, kState } = require('http2/symbols');

const END_STREAM = 1;
const MISDIRECTED = 421;

const duplexOptions = { __proto__: null, allowHalfOpen: true, decodeStrings: false, autoDestroy: false };

class ClientHttp2Stream extends Http2Stream {
  #isBodySent = false;

  constructor(session, id) {
    super(session, id, duplexOptions);
    this.on('headers', onInformation);
  }

  /** A request's headers were sent with it. */
  get headersSent() {
    return true;
  }

  _write(chunk, encoding, callback) {
    const { bodyChunkSent } = require('http2/channels').client;
    if (!this.pending && bodyChunkSent.hasSubscribers) bodyChunkSent.publish({ stream: this, writev: false, data: chunk, encoding });
    super._write(chunk, encoding, callback);
  }

  _writev(chunks, callback) {
    const { bodyChunkSent } = require('http2/channels').client;
    if (!this.pending && bodyChunkSent.hasSubscribers) {
      // Bytes alone are themselves; with texts among them, each has its encoding.
      const data = chunks.some(({ chunk }) => typeof chunk === 'string') ? chunks : chunks.map(({ chunk }) => chunk);
      bodyChunkSent.publish({ stream: this, writev: true, data, encoding: '' });
    }
    super._writev(chunks, callback);
  }

  _final(callback) {
    // (It is called again when there is an id.)
    if (!this.#isBodySent) {
      this.#isBodySent = true;
      const { bodySent } = require('http2/channels').client;
      if (bodySent.hasSubscribers) bodySent.publish({ stream: this });
    }
    super._final(callback);
  }
}

// 100 says that the body may come.
function onInformation(headers) {
  if (headers[':status'] === 100) this.emit('continue');
}

// The server does not speak for that origin (RFC 8336, section 2.3).
function forgetOrigin(stream) {
  const session = stream[kSession];
  void session.originSet; // makes it
  session[kState].originSet?.delete(`https://${stream.sentHeaders?.[':authority']}`);
}

/** A block of headers for a stream that is there. @param {{flags: number, raw: string[], sensitive: string[]}} block */
function receiveHeaders(stream, { flags, raw, sensitive }) {
  announce(stream, toObject(raw, sensitive), flags, raw);
  if (flags & END_STREAM) receiveEnd(stream);
}

function announce(stream, headers, flags, raw) {
  const status = headers[':status'];
  const ends = (flags & END_STREAM) !== 0;
  const state = stream[kState];
  if (status === undefined) {
    stream.emit(ends ? 'trailers' : 'headers', headers, flags, raw);
    return;
  }
  if (status >= 100 && status < 200) {
    stream.emit('headers', headers, flags, raw);
    return;
  }
  if (ends) state.endAfterHeaders = true;
  if (status === MISDIRECTED) forgetOrigin(stream);
  const { finish } = channelsOf(stream[kSession]);
  if (finish.hasSubscribers) finish.publish({ stream, headers, flags });
  const isPush = stream[kId] % 2 === 0;
  stream.emit(isPush ? 'push' : 'response', headers, flags, raw);
}

module.exports = { ClientHttp2Stream, receiveHeaders };
