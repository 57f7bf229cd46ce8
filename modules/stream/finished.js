'use strict';
// finished(stream, options, callback): tells when a stream of any make can no longer be read or written, and why.
const { nextTick } = require('ticks');
const { AbortError, ERR_INVALID_ARG_TYPE, ERR_STREAM_PREMATURE_CLOSE } = require('errors');
const { validateAbortSignal, validateBoolean, validateFunction, validateObject } = require('validators');
const asyncContext = require('async_context');
const {
  isClosed, isNodeStream, isReadable, isReadableFinished, isReadableNodeStream, isReadableStream, isRequest, isWritable,
  isWritableFinished, isWritableNodeStream, isWritableStream, kIsClosedPromise, readableError, willEmitClose,
  writableError,
} = require('stream/predicates');

function noop() {}

class Watch {
  constructor(stream, options, callback) {
    this.stream = stream;
    this.callback = callback;
    this.context = asyncContext.current();
    this.abortListener = null;
    this.readable = options.readable ?? isReadableNodeStream(stream);
    this.writable = options.writable ?? isWritableNodeStream(stream);
    /** 'close' comes after the end, and is what to wait for; not when only one side of a Duplex is watched. */
    this.awaitsClose = willEmitClose(stream) &&
      isReadableNodeStream(stream) === this.readable && isWritableNodeStream(stream) === this.writable;
    this.writableFinished = isWritableFinished(stream, false);
    this.readableFinished = isReadableFinished(stream, false);
    this.closed = isClosed(stream);
    this.listensToErrors = options.error !== false;

    this.onFinish = () => { this.finish(); };
    this.onEnd = () => { this.end(); };
    this.onError = (error) => { this.call(error); };
    this.onClose = () => { this.close(); };
    this.onLegacyFinish = () => { if (!this.stream.writable) this.finish(); };
    this.onRequest = () => { this.stream.req.on('finish', this.onFinish); };
  }

  /** Calls back once, whatever else happens. */
  call(error) {
    const { callback } = this;
    if (callback === null) return;
    this.callback = null;
    this.abortListener?.[Symbol.dispose]();
    if (this.context === undefined) {
      if (error === undefined) callback.call(this.stream);
      else callback.call(this.stream, error);
      return;
    }
    const previous = asyncContext.swap(this.context);
    try {
      if (error === undefined) callback.call(this.stream);
      else callback.call(this.stream, error);
    } finally {
      asyncContext.swap(previous);
    }
  }

  finish() {
    const { stream } = this;
    this.writableFinished = true;
    // Some emit 'finish' although destroyed: their 'close' may have been.
    if (stream.destroyed) this.awaitsClose = false;
    if (this.awaitsClose && (!stream.writable || this.readable)) return;
    if (!this.readable || this.readableFinished) this.call();
  }

  end() {
    const { stream } = this;
    this.readableFinished = true;
    if (stream.destroyed) this.awaitsClose = false;
    if (this.awaitsClose && (!stream.readable || this.writable)) return;
    if (!this.writable || this.writableFinished) this.call();
  }

  close() {
    const { stream } = this;
    this.closed = true;
    const error = this.knownError();
    if (error) {
      this.call(error);
    } else if (this.readable && !this.readableFinished && isReadableNodeStream(stream, true) &&
               !isReadableFinished(stream, false)) {
      this.call(new ERR_STREAM_PREMATURE_CLOSE());
    } else if (this.writable && !this.writableFinished && !isWritableFinished(stream, false)) {
      this.call(new ERR_STREAM_PREMATURE_CLOSE());
    } else {
      this.call();
    }
  }

  /** It was over before the watch began. */
  wasOver() {
    this.closed = true;
    this.call(this.knownError() || undefined);
  }

  knownError() {
    const error = writableError(this.stream) || readableError(this.stream);
    return typeof error === 'boolean' ? null : error;
  }

  listen() {
    const { stream } = this;
    if (isRequest(stream)) {
      stream.on('complete', this.onFinish);
      if (!this.awaitsClose) stream.on('abort', this.onClose);
      if (stream.req) this.onRequest();
      else stream.on('request', this.onRequest);
    } else if (this.writable && !stream._writableState) {
      stream.on('end', this.onLegacyFinish);
      stream.on('close', this.onLegacyFinish);
    }
    if (!this.awaitsClose && typeof stream.aborted === 'boolean') stream.on('aborted', this.onClose);
    stream.on('end', this.onEnd);
    stream.on('finish', this.onFinish);
    if (this.listensToErrors) stream.on('error', this.onError);
    stream.on('close', this.onClose);

    if (this.closed) nextTick(this.onClose);
    else if (this.isOver()) nextTick(() => { this.wasOver(); });
  }

  isOver() {
    const { stream } = this;
    const readableState = stream._readableState;
    if (stream._writableState?.errorEmitted || readableState?.errorEmitted) return !this.awaitsClose;
    if (!this.readable && (!this.awaitsClose || isReadable(stream)) &&
        (this.writableFinished || isWritable(stream) === false) && !stream._writableState?.pendingcb) return true;
    if (!this.writable && (!this.awaitsClose || isWritable(stream)) &&
        (this.readableFinished || isReadable(stream) === false)) return true;
    return Boolean(readableState && stream.req && stream.aborted);
  }

  stop() {
    const { stream } = this;
    this.callback = null;
    stream.removeListener('aborted', this.onClose);
    stream.removeListener('complete', this.onFinish);
    stream.removeListener('abort', this.onClose);
    stream.removeListener('request', this.onRequest);
    if (stream.req) stream.req.removeListener('finish', this.onFinish);
    stream.removeListener('end', this.onLegacyFinish);
    stream.removeListener('close', this.onLegacyFinish);
    stream.removeListener('finish', this.onFinish);
    stream.removeListener('end', this.onEnd);
    stream.removeListener('error', this.onError);
    stream.removeListener('close', this.onClose);
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
    options = {};
  } else if (options == null) {
    options = {};
  } else {
    validateObject(options, 'options');
  }
  validateFunction(callback, 'callback');
  validateAbortSignal(options.signal, 'options.signal');

  if (isReadableStream(stream) || isWritableStream(stream)) return finishedWeb(stream, options, callback);
  if (!isNodeStream(stream)) {
    throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  const watch = new Watch(stream, options, callback);
  watch.listen();
  if (options.signal && !watch.closed) watch.abortWith(options.signal);
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
    const previous = asyncContext.swap(context);
    try {
      if (error === undefined) callback.call(stream);
      else callback.call(stream, error);
    } finally {
      asyncContext.swap(previous);
    }
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
  if (options === null) options = {};
  if (options?.cleanup) {
    validateBoolean(options.cleanup, 'cleanup');
    cleanup = options.cleanup;
  }
  return new Promise((resolve, reject) => {
    const stop = finished(stream, options ?? {}, (error) => {
      if (cleanup) stop();
      if (error) reject(error);
      else resolve();
    });
  });
}

module.exports = { finished, finishedPromise };
