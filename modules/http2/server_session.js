'use strict';
// A server's end of a connection.
const { Http2Session, SERVER } = require('http2/session');
const { ServerHttp2Stream } = require('http2/server_stream');
const { channelsOf, receiveEnd } = require('http2/stream');
const { toObject } = require('http2/header_fields');
const { REFUSED_STREAM } = require('http2/codes');
const {
  ERR_HTTP2_ALTSVC_INVALID_ORIGIN, ERR_HTTP2_ALTSVC_LENGTH, ERR_HTTP2_INVALID_ORIGIN, ERR_HTTP2_INVALID_SESSION,
  ERR_HTTP2_ORIGIN_LENGTH, ERR_INVALID_ARG_TYPE, ERR_INVALID_CHAR, ERR_OUT_OF_RANGE,
} = require('errors');
const { validateString } = require('validators');
const { nextTick } = require('ticks');
const { kHandle, kReceiveHeaders, kServer, kState } = require('http2/symbols');

const END_STREAM = 1;
const MOST_ALTSVC_BYTES = 16382;
const MOST_ORIGIN_BYTES = 16382;
const MOST_STREAM_ID = 2 ** 32 - 1;
const notAscii = /[^\x20-\x7e\x80-\xff\t]/;

class ServerHttp2Session extends Http2Session {
  /** @param {object} options of the server @param {Duplex} socket connected @param {Server} [server] */
  constructor(options, socket, server) {
    super(SERVER, options, socket);
    this[kServer] = server;
    this[kReceiveHeaders] = receiveTrailers;
    this.start();
    nextTick(emitConnect, this, socket);
  }

  /** A request's headers. */
  newStream(id, flags, raw, sensitive) {
    const headers = toObject(raw, sensitive);
    const state = this[kState];
    if (state.closed || state.destroyed) {
      this[kHandle].reset(id, REFUSED_STREAM, false);
      return;
    }
    const stream = new ServerHttp2Stream(this, id, headers);
    const { created, start } = channelsOf(this);
    if (created.hasSubscribers) created.publish({ stream, headers });
    if (flags & END_STREAM) {
      stream[kState].endAfterHeaders = true;
      stream[kState].hasReadEnd = true;
      stream.push(null);
    }
    const server = this[kServer];
    const isHeard = this.listenerCount('stream') > 0 || (server !== undefined && server.listenerCount('stream') > 0);
    if (!isHeard) {
      stream.close(REFUSED_STREAM);
      return;
    }
    if (start.hasSubscribers) start.publish({ stream, headers });
    this.emit('stream', stream, headers, flags, raw);
    server?.emit('stream', stream, headers, flags, raw);
  }

  /**
   * Advertises another service for the same resources to the client (RFC 7838).
   * @param {string} alt @param {number|string|URL|{origin: string}} originOrStream a stream's id, or the origin meant
   * @throws ERR_HTTP2_ALTSVC_INVALID_ORIGIN, ERR_HTTP2_ALTSVC_LENGTH, ERR_INVALID_CHAR ...
   */
  altsvc(alt, originOrStream) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    let id = 0;
    let origin;
    if (typeof originOrStream === 'string') {
      origin = new URL(originOrStream).origin;
      if (origin === 'null') throw new ERR_HTTP2_ALTSVC_INVALID_ORIGIN();
    } else if (typeof originOrStream === 'number') {
      if (originOrStream >>> 0 !== originOrStream || originOrStream === 0) {
        throw new ERR_OUT_OF_RANGE('originOrStream', `> 0 && < ${MOST_STREAM_ID + 1}`, originOrStream);
      }
      id = originOrStream;
    } else if (originOrStream !== undefined) {
      if (originOrStream !== null && typeof originOrStream === 'object') origin = originOrStream.origin;
      if (typeof origin !== 'string') {
        throw new ERR_INVALID_ARG_TYPE('originOrStream', ['string', 'number', 'URL', 'object'], originOrStream);
      }
      if (origin === 'null' || origin.length === 0) throw new ERR_HTTP2_ALTSVC_INVALID_ORIGIN();
    }
    validateString(alt, 'alt');
    if (notAscii.test(alt)) throw new ERR_INVALID_CHAR('alt');
    if (alt.length + (origin?.length ?? 0) > MOST_ALTSVC_BYTES) throw new ERR_HTTP2_ALTSVC_LENGTH();
    this[kHandle].altsvc(id, origin ?? '', alt);
  }

  /**
   * Advertises the origins for which this server speaks (RFC 8336).
   * @param {...(string|URL|{origin: string})} origins
   */
  origin(...origins) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    if (origins.length === 0) return;
    const list = [];
    let bytes = 0;
    for (const given of origins) {
      let origin = given;
      if (typeof given === 'string') origin = new URL(given).origin;
      else if (given !== null && typeof given === 'object') ({ origin } = given);
      if (typeof origin !== 'string') throw new ERR_INVALID_ARG_TYPE('origin', ['string', 'URL', 'object'], given);
      if (origin === 'null') throw new ERR_HTTP2_INVALID_ORIGIN();
      bytes += origin.length + 2;
      list.push(origin);
    }
    if (bytes > MOST_ORIGIN_BYTES) throw new ERR_HTTP2_ORIGIN_LENGTH();
    this[kHandle].origin(list);
  }
}

function emitConnect(session, socket) {
  if (!session.destroyed) session.emit('connect', session, socket);
}

/** A further block of a stream that is there: its trailers. */
function receiveTrailers(stream, { flags, raw, sensitive }) {
  const ends = (flags & END_STREAM) !== 0;
  stream.emit(ends ? 'trailers' : 'headers', toObject(raw, sensitive), flags, raw);
  if (ends) receiveEnd(stream);
}

module.exports = { ServerHttp2Session };
