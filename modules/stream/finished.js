'use strict';
// finished(stream, options, callback): reports when a stream of any make can no longer be read or written, and why.
// A Watch knows what is still awaited: the end of the readable side, that of the writable side, 'close'.
const { nextTick } = require('ticks');
const { AbortError, ERR_INVALID_ARG_TYPE, ERR_STREAM_PREMATURE_CLOSE } = require('errors');
const { validateAbortSignal, validateBoolean, validateFunction, validateObject } = require('validators');
const asyncContext = require('async_context');
const asyncIds = require('async_ids');
const { NODE, READS, WEB_SINK, WEB_SOURCE, WRITES, isClientRequest, kindOf } = require('stream/kinds');
const {
  errorOf, hasEnded, hasFinished, isClosed, isReadable, isWritable, kIsClosedPromise, willClose,
} = require('stream/progress');
const { noop } = require('stream/writable_state');

// What a watch may await.
const END = 1; // 'end'
const FINISH = 2; // 'finish'
const CLOSE = 4; // 'close', from streams that emit it after the end

/** Calls back in the context that the watch was asked for in, if it was in one. */
function inContext(context, stream, callback, error) {
  if (context === undefined) {
    if (error === undefined) callback.call(stream);
    else callback.call(stream, error);
    return;
  }
  const previous = asyncContext.swap(context);
  try {
    inContext(undefined, stream, callback, error);
  } finally {
    asyncContext.swap(previous);
  }
}

/** What async_hooks sees of a watch. */
function newResource() {
  const resource = {};
  asyncIds.startResource(resource, 'STREAM_END_OF_STREAM');
  return resource;
}

class Watch {
  onFinish = () => { this.sideOver(FINISH); };
  onEnd = () => { this.sideOver(END); };
  onError = (error) => { this.call(error); };
  onClose = () => { this.closed(); };
  onLegacyEnd = () => { if (!this.stream.writable) this.sideOver(FINISH); };
  onRequest = () => { this.stream.req.on('finish', this.onFinish); };

  /** `this.callback` is null when it was called, or is not wanted any more. */
  constructor(stream, options, callback) {
    this.stream = stream;
    this.callback = callback;
    this.context = asyncContext.current();
    this.resource = asyncIds.tracking.on ? newResource() : null;
    this.abortListener = null;
    this.sides = this.sidesToWatch(options);
    this.awaited = this.sides & ~this.sidesOver();
    // 'close' is of the whole stream: to ask about one of its two sides is not to wait for it.
    if (willClose(stream) && this.sides === this.sidesToWatch({})) this.awaited |= CLOSE;
  }

  /** The stream's sides, less those that `options` switch off. */
  sidesToWatch({ readable, writable }) {
    const kind = kindOf(this.stream);
    return (readable ?? kind & READS ? END : 0) | (writable ?? kind & WRITES ? FINISH : 0);
  }

  sidesOver() {
    const { stream } = this;
    return (hasEnded(stream, true) ? END : 0) | (hasFinished(stream, true) ? FINISH : 0);
  }

  /** Calls back once, whatever else happens. */
  call(error) {
    const { callback, stream } = this;
    if (callback === null) return;
    this.callback = null;
    this.abortListener?.[Symbol.dispose]();
    if (this.resource !== null) asyncIds.enter(this.resource);
    inContext(this.context, stream, callback, error);
    if (this.resource === null) return;
    asyncIds.leave(this.resource);
    asyncIds.destroyResource(this.resource);
  }

  /** 'end' or 'finish' came. */
  sideOver(side) {
    const { stream } = this;
    this.awaited &= ~side;
    if (stream.destroyed) this.awaited &= ~CLOSE; // Some emit the end although destroyed: their 'close' may have been.
    if (this.awaited & CLOSE) {
      const goesOn = side === END ? stream.readable : stream.writable;
      const isOnlySide = (this.sides & ~side) === 0;
      // 'close' follows the last end. A stream that says it goes on after its only one may never close.
      if (!goesOn || !isOnlySide) return;
    }
    if ((this.awaited & (END | FINISH)) === 0) this.call();
  }

  /** 'close' came, or had been. */
  closed() {
    const { stream } = this;
    const error = errorOf(stream);
    if (error) {
      this.call(error);
      return;
    }
    let missing = this.awaited & (END | FINISH) & ~this.sidesOver();
    // One that can't be paused is no stream to expect an end of.
    if (!(kindOf(stream) & READS) || !stream.pause || !stream.resume) missing &= ~END;
    if (missing) this.call(new ERR_STREAM_PREMATURE_CLOSE());
    else this.call();
  }

  listen(withErrors) {
    const { stream } = this;
    const awaitsClose = (this.awaited & CLOSE) !== 0;
    if (isClientRequest(stream)) {
      stream.on('complete', this.onFinish);
      if (!awaitsClose) stream.on('abort', this.onClose);
      if (stream.req) this.onRequest();
      else stream.on('request', this.onRequest);
    } else if ((this.sides & FINISH) && !stream._writableState) {
      stream.on('end', this.onLegacyEnd);
      stream.on('close', this.onLegacyEnd);
    }
    if (!awaitsClose && typeof stream.aborted === 'boolean') stream.on('aborted', this.onClose);
    stream.on('end', this.onEnd);
    stream.on('finish', this.onFinish);
    if (withErrors) stream.on('error', this.onError);
    stream.on('close', this.onClose);
  }

  /** Whether all was over before the watch began, though 'close' wasn't. */
  wasOver() {
    const { stream, sides } = this;
    const { _readableState: readableState, _writableState: writableState } = stream;
    const awaitsClose = (this.awaited & CLOSE) !== 0;
    if (writableState?.errorEmitted || readableState?.errorEmitted) return !awaitsClose;
    const over = this.sidesOver();
    const isWritten = Boolean(over & FINISH) || isWritable(stream) === false;
    if (!(sides & END) && isWritten && !writableState?.pendingcb && (!awaitsClose || isReadable(stream))) return true;
    const isRead = Boolean(over & END) || isReadable(stream) === false;
    if (!(sides & FINISH) && isRead && (!awaitsClose || isWritable(stream))) return true;
    return Boolean(readableState && stream.req && stream.aborted);
  }

  /** Takes all listeners away. */
  stop() {
    const { stream } = this;
    this.callback = null;
    for (const name of ['aborted', 'abort', 'close']) stream.removeListener(name, this.onClose);
    for (const name of ['complete', 'finish']) stream.removeListener(name, this.onFinish);
    for (const name of ['end', 'close']) stream.removeListener(name, this.onLegacyEnd);
    stream.removeListener('request', this.onRequest);
    stream.req?.removeListener('finish', this.onFinish);
    stream.removeListener('end', this.onEnd);
    stream.removeListener('error', this.onError);
  }

  abortWith(signal) {
    const abort = () => {
      const { callback } = this;
      this.stop();
      this.callback = callback;
      this.call(new AbortError(undefined, { cause: signal.reason }));
    };
    if (signal.aborted) nextTick(abort);
    else this.abortListener = require('events').addAbortListener(signal, abort);
  }
}

/**
 * Calls `callback(error)` once when the stream has ended, finished, failed or closed too early.
 * `options`: readable, writable (false: don't wait for that side), error (false: ignore 'error'), signal.
 * Returns a function that takes back what this registered.
 */
function finished(stream, options, callback) {
  if (arguments.length === 2) {
    callback = options;
    options = { __proto__: null };
  } else if (options == null) {
    options = { __proto__: null };
  } else {
    validateObject(options, 'options');
  }
  validateFunction(callback, 'callback');
  validateAbortSignal(options.signal, 'options.signal');

  const kind = kindOf(stream);
  if (kind & (WEB_SOURCE | WEB_SINK)) return finishedWeb(stream, options, callback);
  if (!(kind & NODE)) {
    throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  const watch = new Watch(stream, options, callback);
  const wasClosed = isClosed(stream);
  watch.listen(options.error !== false);
  if (wasClosed) nextTick(watch.onClose);
  else if (watch.wasOver()) nextTick(() => { watch.call(errorOf(stream) ?? undefined); });
  if (options.signal && !wasClosed) watch.abortWith(options.signal);
  return () => { watch.stop(); };
}

function finishedWeb(stream, options, callback) {
  const { signal } = options;
  const context = asyncContext.current();
  let called = false;
  let abortListener = null;
  function call(error) {
    if (called) return;
    called = true;
    abortListener?.[Symbol.dispose]();
    inContext(context, stream, callback, error);
  }
  if (signal) {
    const abort = () => { call(new AbortError(undefined, { cause: signal.reason })); };
    if (signal.aborted) nextTick(abort);
    else abortListener = require('events').addAbortListener(signal, abort);
  }
  stream[kIsClosedPromise].promise.then(() => { nextTick(call); }, (error) => { nextTick(call, error); });
  return noop;
}

/** The promise of stream/promises: `options.cleanup` true takes the listeners away when it is settled. */
function finishedPromise(stream, options) {
  let cleanup = false;
  if (options === null) options = { __proto__: null };
  if (options?.cleanup) {
    validateBoolean(options.cleanup, 'cleanup');
    cleanup = options.cleanup;
  }
  return new Promise((resolve, reject) => {
    const stop = finished(stream, options ?? { __proto__: null }, (error) => {
      if (cleanup) stop();
      if (error) reject(error);
      else resolve();
    });
  });
}

module.exports = { finished, finishedPromise };
