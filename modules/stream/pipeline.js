'use strict';
// pipeline(...): connects streams, iterables, generator functions and web streams, and ends them together.
const { nextTick } = require('ticks');
const {
  AbortError, ERR_INVALID_ARG_TYPE, ERR_INVALID_RETURN_VALUE, ERR_MISSING_ARGS, ERR_STREAM_DESTROYED,
  ERR_STREAM_PREMATURE_CLOSE, ERR_STREAM_UNABLE_TO_PIPE, aggregateTwoErrors,
} = require('errors');
const { validateAbortSignal, validateFunction } = require('validators');
const { destroyer } = require('stream/destroyer');
const { finished } = require('stream/finished');
const {
  isIterable, isNodeStream, isReadable, isReadableFinished, isReadableNodeStream, isReadableStream, isTransformStream,
  isWebStream,
} = require('stream/predicates');

/** What may be piped, as an error says it. */
const PIPEABLE = ['Stream', 'Iterable', 'AsyncIterable', 'Promise'];

/** Connects the arguments; the last is `callback(error, value)`. Returns the last stream. */
function pipeline(...streams) {
  const callback = streams.pop();
  validateFunction(callback, 'streams[stream.length - 1]');
  return connect(streams, callback);
}

/** `options`: signal aborts everything, end: false leaves the last stream open. */
function connect(streams, callback, options) {
  if (streams.length === 1 && Array.isArray(streams[0])) streams = streams[0];
  if (streams.length < 2) throw new ERR_MISSING_ARGS('streams');
  return new Pipeline(streams, callback, options).connect();
}

class Pipeline {
  #streams;
  #callback;
  #endsLast;
  #controller = new AbortController();
  #outerSignal;
  #outerListener = null;
  #error = undefined;
  #value = undefined;
  /** How many ends are awaited. */
  #pending = 0;
  /** What ends each stream when one fails. */
  #destroys = [];
  /** What takes the listeners off the last stream, which the caller may go on using. */
  #cleanups = [];

  constructor(streams, callback, options) {
    this.#streams = streams;
    this.#callback = callback;
    this.#endsLast = options?.end !== false;
    this.#outerSignal = options?.signal;
    validateAbortSignal(this.#outerSignal, 'options.signal');
  }

  connect() {
    const abort = () => { this.#settle(new AbortError(undefined, { cause: this.#outerSignal?.reason }), false); };
    if (this.#outerSignal) this.#outerListener = require('events').addAbortListener(this.#outerSignal, abort);
    let current = null;
    for (let i = 0; i < this.#streams.length; i++) {
      const stream = this.#streams[i];
      const isLast = i === this.#streams.length - 1;
      const ends = !isLast || this.#endsLast;
      if (isNodeStream(stream)) {
        this.#guard(stream, i, isLast, ends);
        const next = this.#streams[i + 1];
        if (next?.closed || next?.destroyed) throw new ERR_STREAM_UNABLE_TO_PIPE();
      }
      if (i === 0) current = this.#source(stream);
      else if (typeof stream === 'function') current = this.#through(current, stream, i, isLast, ends);
      else if (isNodeStream(stream)) current = this.#intoNode(current, stream, isLast, ends);
      else if (isWebStream(stream)) current = this.#intoWeb(current, stream, ends);
      else current = require('stream').Duplex.from(stream);
    }
    if (this.#controller.signal.aborted || this.#outerSignal?.aborted) nextTick(abort);
    return current;
  }

  #finish = (error) => { this.#settle(error, --this.#pending === 0); };
  #fail = (error) => { this.#settle(error, false); };

  #settle(error, isFinal) {
    // That a stream was closed too early tells less than why.
    if (error && (!this.#error || this.#error.code === 'ERR_STREAM_PREMATURE_CLOSE')) this.#error = error;
    if (!this.#error && !isFinal) return;
    while (this.#destroys.length > 0) this.#destroys.shift()(this.#error);
    this.#outerListener?.[Symbol.dispose]();
    this.#controller.abort();
    if (!isFinal) return;
    if (!this.#error) for (const cleanup of this.#cleanups) cleanup();
    nextTick(this.#callback, this.#error, this.#value);
  }

  /** Sees to it that a stream's failure ends the others, and theirs this one. */
  #guard(stream, index, isLast, ends) {
    const staysUsable = isLast && isReadable(stream);
    if (ends) {
      const { destroy, cleanup } = endingOf(stream, !isLast, index > 0);
      this.#destroys.push(destroy);
      if (staysUsable) this.#cleanups.push(cleanup);
    }
    const onError = (error) => {
      if (error && error.name !== 'AbortError' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') this.#fail(error);
    };
    stream.on('error', onError);
    if (staysUsable) this.#cleanups.push(() => { stream.removeListener('error', onError); });
  }

  #source(stream) {
    if (typeof stream === 'function') {
      const result = stream({ signal: this.#controller.signal });
      if (!isIterable(result)) {
        throw new ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or Stream', 'source', result);
      }
      return result;
    }
    if (isIterable(stream) || isReadableNodeStream(stream) || isTransformStream(stream)) return stream;
    return require('stream').Duplex.from(stream);
  }

  #through(current, fn, index, isLast, ends) {
    const input = asyncIterableOf(isTransformStream(current) ? current.readable : current);
    const result = fn(input, { signal: this.#controller.signal });
    if (isLast) return this.#outOf(result, ends);
    if (!isIterable(result, true)) throw new ERR_INVALID_RETURN_VALUE('AsyncIterable', `transform[${index - 1}]`, result);
    return result;
  }

  /** The last was a function: a PassThrough gives what it returned. */
  #outOf(result, ends) {
    const { PassThrough } = require('stream');
    const output = new PassThrough({ objectMode: true });
    const then = result?.then;
    if (typeof then === 'function') {
      this.#pending++;
      then.call(result, (value) => {
        this.#value = value;
        if (value != null) output.write(value);
        if (ends) output.end();
        nextTick(this.#finish);
      }, (error) => {
        output.destroy(error);
        nextTick(this.#finish, error);
      });
    } else if (isIterable(result, true)) {
      this.#pending++;
      pumpToNode(result, output, this.#finish, ends);
    } else if (isReadableStream(result) || isTransformStream(result)) {
      this.#pending++;
      pumpToNode(result.readable || result, output, this.#finish, ends);
    } else {
      throw new ERR_INVALID_RETURN_VALUE('AsyncIterable or Promise', 'destination', result);
    }
    const { destroy, cleanup } = endingOf(output, false, true);
    this.#destroys.push(destroy);
    this.#cleanups.push(cleanup);
    return output;
  }

  #intoNode(current, stream, isLast, ends) {
    if (isReadableNodeStream(current)) {
      this.#pending += 2;
      const cleanup = pipeNode(current, stream, this.#finish, this.#fail, ends);
      if (isLast && isReadable(stream)) this.#cleanups.push(cleanup);
    } else if (isTransformStream(current) || isReadableStream(current)) {
      this.#pending++;
      pumpToNode(current.readable || current, stream, this.#finish, ends);
    } else if (isIterable(current)) {
      this.#pending++;
      pumpToNode(current, stream, this.#finish, ends);
    } else {
      throw new ERR_INVALID_ARG_TYPE('val', [...PIPEABLE, 'ReadableStream', 'WritableStream', 'TransformStream'], current);
    }
    return stream;
  }

  #intoWeb(current, stream, ends) {
    if (isReadableNodeStream(current)) {
      this.#pending++;
      pumpToWeb(asyncIterableOf(current), stream, this.#finish, ends);
    } else if (isReadableStream(current) || isIterable(current)) {
      this.#pending++;
      pumpToWeb(current, stream, this.#finish, ends);
    } else if (isTransformStream(current)) {
      this.#pending++;
      pumpToWeb(current.readable, stream, this.#finish, ends);
    } else {
      throw new ERR_INVALID_ARG_TYPE('val', [...PIPEABLE, 'ReadableStream', 'WritableStream', 'TransformStream'], current);
    }
    return stream;
  }
}

function endingOf(stream, isRead, isWritten) {
  let isOver = false;
  stream.on('close', () => { isOver = true; });
  const cleanup = finished(stream, { readable: isRead, writable: isWritten }, (error) => { isOver = !error; });
  function destroy(error) {
    if (isOver) return;
    isOver = true;
    destroyer(stream, error || new ERR_STREAM_DESTROYED('pipe'));
  }
  return { destroy, cleanup };
}

function asyncIterableOf(value) {
  if (isIterable(value)) return value;
  if (isReadableNodeStream(value)) return iterateOldStream(value);
  throw new ERR_INVALID_ARG_TYPE('val', ['Readable', 'Iterable', 'AsyncIterable'], value);
}

/** An old-style stream isn't iterable by itself. */
async function* iterateOldStream(stream) {
  yield* require('stream').Readable.prototype[Symbol.asyncIterator].call(stream);
}

/** Calls `finish` for each of the two sides, `fail` when `dest` closes before its end. */
function pipeNode(source, dest, finish, fail, ends) {
  let hasEnded = false;
  dest.on('close', () => {
    if (!hasEnded) fail(new ERR_STREAM_PREMATURE_CLOSE());
  });
  source.pipe(dest, { end: false }); // So that the end can be told from a close that came too early.
  if (ends) {
    const end = () => {
      hasEnded = true;
      dest.end();
    };
    if (isReadableFinished(source)) nextTick(end);
    else source.once('end', end);
  } else {
    finish();
  }
  finished(source, { readable: true, writable: false }, (error) => {
    const state = source._readableState;
    if (error && error.code === 'ERR_STREAM_PREMATURE_CLOSE' && state?.ended && !state.errored && !state.errorEmitted) {
      // Some streams close before 'end' although all their data is there to be read.
      source.once('end', finish).once('error', finish);
    } else {
      finish(error);
    }
  });
  return finished(dest, { readable: false, writable: true }, finish);
}

async function pumpToNode(iterable, writable, finish, ends) {
  let error;
  let wake = null;
  const resume = (failure) => {
    if (failure) error = failure;
    if (wake !== null) {
      const callback = wake;
      wake = null;
      callback();
    }
  };
  const wait = () => new Promise((resolve, reject) => {
    if (error) {
      reject(error);
    } else {
      wake = () => {
        if (error) reject(error);
        else resolve();
      };
    }
  });
  writable.on('drain', resume);
  const cleanup = finished(writable, { readable: false }, resume);
  try {
    if (writable.writableNeedDrain) await wait();
    for await (const chunk of iterable) {
      if (!writable.write(chunk)) await wait();
    }
    if (ends) {
      writable.end();
      await wait();
    }
    finish();
  } catch (failure) {
    finish(error !== failure ? aggregateTwoErrors(error, failure) : failure);
  } finally {
    cleanup();
    writable.off('drain', resume);
  }
}

async function pumpToWeb(iterable, stream, finish, ends) {
  const writer = (isTransformStream(stream) ? stream.writable : stream).getWriter();
  try {
    for await (const chunk of iterable) {
      await writer.ready;
      writer.write(chunk).catch(() => {});
    }
    await writer.ready;
    if (ends) await writer.close();
    finish();
  } catch (error) {
    try {
      await writer.abort(error);
      finish(error);
    } catch (abortError) {
      finish(abortError);
    }
  }
}

/** The promise of stream/promises: the last argument may be { signal, end }. */
function pipelinePromise(...streams) {
  return new Promise((resolve, reject) => {
    let options;
    const last = streams[streams.length - 1];
    if (last && typeof last === 'object' && !isNodeStream(last) && !isIterable(last) && !isWebStream(last)) {
      options = streams.pop();
    }
    connect(streams, (error, value) => {
      if (error) reject(error);
      else resolve(value);
    }, options);
  });
}

module.exports = { connect, pipeline, pipelinePromise };
