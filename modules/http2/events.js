'use strict';
// What the native half of a session reports; `this` is that half.
const { kOwner } = require('stream_handles');
const native = binding('http2');
const asyncContext = require('async_context');
const { ERR_HTTP2_SESSION_ERROR, ERR_HTTP2_TOO_MANY_INVALID_FRAMES } = require('errors');
const { now } = require('http2/observe');
const { answerPing } = require('http2/ping');
const { refresh } = require('http2/timeout');
const { FRAME_SIZE_ERROR, INTERNAL_ERROR, NO_ERROR } = require('http2/codes');
const { fromEntries } = require('http2/settings');
const streams = require('http2/stream');
const { kHandle, kReceiveHeaders, kState, kTimeout } = require('http2/symbols');

const { nghttpError } = streams;
const ERR_PROTO = -505;
const ERR_FRAME_SIZE = -522;

let shared;

/** @returns {native.Callbacks} in the order of What in session.h */
function callbacks() {
  return shared ??= new native.Callbacks([
    onHeaders, onData, onEnd, onStreamClosed, onWritten, onWantTrailers, onSettings, onSettingsAck, onPing, onPingAck, onGoaway,
    onAltsvc, onOrigin, onFrameError, onError, onFinished, onReadEnd, onOutput,
  ]);
}

/** For a snapshot of the heap: lets go of the native half. */
function forgetAll() {
  shared = undefined;
}

// The session, if it is there still; its time begins anew.
function sessionOf(handle) {
  const session = handle[kOwner];
  if (session[kHandle] !== handle) return undefined;
  if (session[kTimeout] !== null) refresh(session);
  return session;
}

// Streams ------------------------------------------------------------------------------------------------------------

// Calls report(stream, argument) in the stream's own async context.
function report(stream, reporter, argument) {
  const { context } = stream[kState];
  if (context === asyncContext.current()) return reporter(stream, argument);
  const outer = asyncContext.swap(context);
  try {
    return reporter(stream, argument);
  } finally {
    asyncContext.swap(outer);
  }
}

function streamOf(handle, id) {
  const session = sessionOf(handle);
  if (session === undefined) return undefined;
  const stream = session[kState].streams.get(id);
  if (stream !== undefined && stream[kTimeout] !== null) refresh(stream);
  return stream;
}

function onHeaders(id, category, flags, raw, sensitive, parent) {
  const session = sessionOf(this);
  if (session === undefined) return;
  const stream = streamOf(this, id);
  if (stream === undefined) session.newStream(id, flags, raw, sensitive, parent);
  else if (!stream.destroyed) receiveBlock(session, stream, { category, flags, raw, sensitive });
}

function receiveBlock(session, stream, block) {
  const { times } = stream[kState];
  if (times !== null && times.firstHeader === 0) times.firstHeader = now();
  report(stream, session[kReceiveHeaders], block);
}

function onData(id, bytes) {
  const stream = streamOf(this, id);
  if (stream === undefined || stream.destroyed) return true;
  return report(stream, streams.receiveData, bytes);
}

function onEnd(id) {
  const stream = streamOf(this, id);
  if (stream !== undefined) report(stream, streams.receiveEnd);
}

function onStreamClosed(id, code) {
  const stream = this[kOwner][kState].streams.get(id);
  if (stream !== undefined) report(stream, streams.closedBelow, code);
}

function onWritten(id) {
  const stream = streamOf(this, id);
  if (stream !== undefined) report(stream, streams.written);
}

function onWantTrailers(id) {
  const stream = streamOf(this, id);
  if (stream !== undefined) report(stream, streams.wantTrailers);
}

// A frame could not be sent.
function onFrameError(id, type, number) {
  const session = sessionOf(this);
  if (session === undefined) return;
  const code = number === ERR_FRAME_SIZE ? FRAME_SIZE_ERROR : INTERNAL_ERROR;
  const stream = session[kState].streams.get(id);
  (stream ?? session).emit('frameError', type, code, id);
  if (stream !== undefined) {
    report(stream, streams.frameFailed, code);
    session.close();
  }
  if (stream === undefined && id === 0) session.destroy(nghttpError(number));
}

// The session --------------------------------------------------------------------------------------------------------

function onSettings(numbers) {
  const session = sessionOf(this);
  if (session === undefined) return;
  const settings = session[kState].remoteSettings = fromEntries(numbers);
  session.emit('remoteSettings', settings);
}

function onSettingsAck(numbers) {
  const session = sessionOf(this);
  if (session === undefined) return;
  const state = session[kState];
  const sent = state.settings.shift();
  if (sent === undefined) {
    session.destroy(nghttpError(ERR_PROTO)); // nobody sent any
    return;
  }
  const settings = state.localSettings = fromEntries(numbers);
  if (sent.callback !== undefined) sent.callback(null, settings, now() - sent.start);
  session.emit('localSettings', settings);
}

function onPing(payload) {
  sessionOf(this)?.emit('ping', payload);
}

function onPingAck(payload) {
  const session = sessionOf(this);
  if (session === undefined) return;
  const state = session[kState];
  const ping = state.pings.shift();
  if (ping === undefined) {
    session.destroy(nghttpError(ERR_PROTO));
    return;
  }
  state.pingRTT = now() - ping.start;
  answerPing(ping, null, state.pingRTT, payload);
}

function onGoaway(code, lastId, data) {
  const session = sessionOf(this);
  if (session === undefined) return;
  session[kState].goawayCode = code;
  session.emit('goaway', code, lastId, data);
  if (code === NO_ERROR) session.close();
  else session.destroy(new ERR_HTTP2_SESSION_ERROR(code), NO_ERROR);
}

function onAltsvc(id, origin, value) {
  sessionOf(this)?.emit('altsvc', value, origin, id);
}

function onOrigin(origins) {
  const session = sessionOf(this);
  if (session === undefined || !session.encrypted) return;
  session.addOrigins(origins);
  session.emit('origin', origins);
}

function onError(number) {
  const session = sessionOf(this);
  if (session === undefined) return;
  if (number === native.TOO_MANY_INVALID_FRAMES) session.destroy(new ERR_HTTP2_TOO_MANY_INVALID_FRAMES());
  else session.destroy(nghttpError(number));
}

// There is nothing more to send or to receive. Whoever is called in this turn may still look at the session.
function onFinished(code) {
  const session = sessionOf(this);
  if (session !== undefined) require('timers').setImmediate(destroyFinished, session, code);
}

// With `code`, nghttp2 gave the session up for what the peer sent: streams that are cut off by that did not end well.
function destroyFinished(session, code) {
  if (session.destroyed) return;
  if (code !== NO_ERROR && hasOpenStream(session)) session.destroy(new ERR_HTTP2_SESSION_ERROR(code), code);
  else session.destroy();
}

function hasOpenStream(session) {
  for (const stream of session[kState].streams.values()) if (!stream[kState].isClosedBelow) return true;
  return false;
}

function onReadEnd(status) {
  this[kOwner][kState].carrier.ended(status);
}

function onOutput(frames) {
  this[kOwner][kState].carrier.write(frames);
}

module.exports = { callbacks, forgetAll };
