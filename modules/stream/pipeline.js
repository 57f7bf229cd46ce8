'use strict';
// pipeline(...): connects streams, iterables, generator functions and web streams, and ends them together. Between two
// neighbours there is a link, a pipe or a pump, which is done once, well or with an error; the first error ends all.
const { isArray } = require('intrinsics');
const { nextTick } = require('ticks');
const {
  AbortError, ERR_INVALID_ARG_TYPE, ERR_INVALID_RETURN_VALUE, ERR_MISSING_ARGS, ERR_STREAM_DESTROYED,
  ERR_STREAM_PREMATURE_CLOSE, ERR_STREAM_UNABLE_TO_PIPE, aggregateTwoErrors,
} = require('errors');
const { validateAbortSignal, validateFunction } = require('validators');
const { destroyer } = require('stream/destroyer');
const { finished } = require('stream/finished');
const { NODE, READS, WEB, WEB_PAIR, WEB_SOURCE, isAsyncIterable, isIterable, kindOf } = require('stream/kinds');
const { hasEnded, isReadable } = require('stream/progress');

/** What may come before a stream, as errors name it. */
const SOURCES = ['Stream', 'Iterable', 'AsyncIterable', 'Promise', 'ReadableStream', 'WritableStream',
                 'TransformStream'];

/** Connects the arguments; the last is `callback(error, value)`. Returns the last stream. */
function pipeline(...stages) {
  const callback = stages.pop();
  validateFunction(callback, 'streams[stream.length - 1]');
  return connect(stages, callback);
}

/** `options`: signal aborts everything, end: false leaves the last stream open. */
function connect(stages, callback, options) {
  if (stages.length === 1 && isArray(stages[0])) stages = stages[0];
  if (stages.length < 2) throw new ERR_MISSING_ARGS('streams');
  return new Pipeline(callback, options).connect(stages);
}

class Pipeline {
  #callback;
  #endsLast;
  #signal;
  #stopListening = null;
  /** Aborts the functions among the stages; made for the first of them. */
  #controller = null;
  #isAborted = false;
  #error = undefined;
  #value = undefined;
  /** How many links, or ends of links, are not done. */
  #pending = 0;
  /** The streams that this ends when something fails. */
  #managed = [];
  /** What takes the listeners off the last stream, which the caller may go on using. */
  #cleanups = [];

  constructor(callback, options) {
    this.#callback = callback;
    this.#endsLast = options?.end !== false;
    this.#signal = options?.signal;
    validateAbortSignal(this.#signal, 'options.signal');
  }

  /** Returns the last stream. */
  connect(stages) {
    const abort = () => { this.#fail(new AbortError(undefined, { cause: this.#signal?.reason })); };
    if (this.#signal) this.#stopListening = require('events').addAbortListener(this.#signal, abort);
    let current = null;
    stages.forEach((stage, index) => {
      const isLast = index === stages.length - 1;
      if (kindOf(stage) & NODE) {
        this.#takeCareOf(stage, index > 0, isLast);
        const next = stages[index + 1];
        if (next?.closed || next?.destroyed) throw new ERR_STREAM_UNABLE_TO_PIPE();
      }
      current = index === 0 ? this.#start(stage) : this.#add(current, stage, index, isLast);
    });
    if (this.#isAborted || this.#signal?.aborted) nextTick(abort);
    return current;
  }

  #signalForFunctions() {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#isAborted) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  /** A link, or an end of one, is done. */
  #done = (error) => {
    this.#pending--;
    this.#settle(error);
  };

  #fail = (error) => { this.#settle(error, false); };

  #settle(error, isLast = this.#pending === 0) {
    // That a stream was closed too early says less than why.
    if (error && (!this.#error || this.#error.code === 'ERR_STREAM_PREMATURE_CLOSE')) this.#error = error;
    if (!this.#error && !isLast) return;
    for (const stream of this.#managed.splice(0)) stream.end(this.#error);
    this.#stopListening?.[Symbol.dispose]();
    this.#isAborted = true;
    this.#controller?.abort();
    if (!isLast) return;
    if (!this.#error) for (const cleanup of this.#cleanups) cleanup();
    nextTick(this.#callback, this.#error, this.#value);
  }

  /** Sees to it that the stream's failure ends the others, and theirs this one. */
  #takeCareOf(stream, isWritten, isLast) {
    const staysUsable = isLast && isReadable(stream);
    if (!isLast || this.#endsLast) {
      const managed = new ManagedStream(stream, !isLast, isWritten);
      this.#managed.push(managed);
      if (staysUsable) this.#cleanups.push(managed.stopWatching);
    }
    const onError = (error) => {
      // These two follow from what failed elsewhere.
      if (error && error.name !== 'AbortError' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') this.#fail(error);
    };
    stream.on('error', onError);
    if (staysUsable) this.#cleanups.push(() => { stream.removeListener('error', onError); });
  }

  #start(stage) {
    if (typeof stage === 'function') {
      const result = stage({ signal: this.#signalForFunctions() });
      if (isIterable(result)) return result;
      throw new ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or Stream', 'source', result);
    }
    if (isIterable(stage) || kindOf(stage) & (READS | WEB_PAIR)) return stage;
    return require('stream').Duplex.from(stage);
  }

  /** Links a stage to what comes before; returns what the next is linked to. */
  #add(current, stage, index, isLast) {
    const ends = !isLast || this.#endsLast;
    if (typeof stage === 'function') return this.#call(stage, current, index, isLast);
    if (kindOf(stage) & NODE) {
      if (kindOf(current) & READS) this.#pipe(current, stage, isLast && isReadable(stage), ends);
      else this.#pump(new NodePump(stage), chunksOf(current, SOURCES), ends);
      return stage;
    }
    if (!(kindOf(stage) & WEB)) return require('stream').Duplex.from(stage);
    const chunks = chunksOf(current, SOURCES);
    this.#pump(new WebPump(kindOf(stage) & WEB_PAIR ? stage.writable : stage), chunks, ends);
    return stage;
  }

  #call(fn, current, index, isLast) {
    const chunks = chunksOf(current, ['Readable', 'Iterable', 'AsyncIterable']);
    const result = fn(chunks, { signal: this.#signalForFunctions() });
    if (isLast) return this.#endIn(result);
    if (isAsyncIterable(result)) return result;
    throw new ERR_INVALID_RETURN_VALUE('AsyncIterable', `transform[${index - 1}]`, result);
  }

  /** The last stage was a function: a PassThrough gives what it returned. */
  #endIn(result) {
    const { PassThrough } = require('stream');
    const output = new PassThrough({ objectMode: true });
    const then = result?.then; // Looked at once, as await does.
    if (typeof then === 'function') this.#awaitValue(then.bind(result), output);
    else if (isAsyncIterable(result)) this.#pump(new NodePump(output), result, this.#endsLast);
    else if (kindOf(result) & (WEB_SOURCE | WEB_PAIR)) {
      this.#pump(new NodePump(output), result.readable || result, this.#endsLast);
    } else {
      throw new ERR_INVALID_RETURN_VALUE('AsyncIterable or Promise', 'destination', result);
    }
    const managed = new ManagedStream(output, false, true);
    this.#managed.push(managed);
    this.#cleanups.push(managed.stopWatching);
    return output;
  }

  #awaitValue(then, output) {
    this.#pending++;
    then((value) => {
      this.#value = value;
      if (value != null) output.write(value);
      if (this.#endsLast) output.end();
      nextTick(this.#done);
    }, (error) => {
      output.destroy(error);
      nextTick(this.#done, error);
    });
  }

  async #pump(pump, chunks, ends) {
    this.#pending++;
    let failure;
    try {
      await pump.run(chunks, ends);
    } catch (error) {
      failure = error;
    }
    this.#done(failure);
  }

  /** Has two ends: the source's and the destination's. */
  #pipe(source, dest, staysUsable, ends) {
    this.#pending += 2;
    let endCame = false;
    dest.on('close', () => { if (!endCame) this.#fail(new ERR_STREAM_PREMATURE_CLOSE()); });
    source.pipe(dest, { end: false }); // So that the end differs from a close that came too early.
    if (ends) {
      const end = () => {
        endCame = true;
        dest.end();
      };
      if (hasEnded(source)) nextTick(end);
      else source.once('end', end);
    } else {
      this.#done();
    }
    finished(source, { readable: true, writable: false }, (error) => { this.#sourceDone(source, error); });
    const letGo = finished(dest, { readable: false, writable: true }, this.#done);
    if (staysUsable) this.#cleanups.push(letGo);
  }

  #sourceDone(source, error) {
    const state = source._readableState;
    if (error?.code === 'ERR_STREAM_PREMATURE_CLOSE' && state?.ended && !state.errored && !state.errorEmitted) {
      // Some streams close before 'end' although all their data is there to be read.
      source.once('end', this.#done).once('error', this.#done);
    } else {
      this.#done(error);
    }
  }
}

/** A stream that the pipeline destroys unless it ends by itself. */
class ManagedStream {
  #stream;
  #isOver = false;

  constructor(stream, isRead, isWritten) {
    this.#stream = stream;
    stream.on('close', () => { this.#isOver = true; });
    this.stopWatching = finished(stream, { readable: isRead, writable: isWritten }, (error) => { this.#isOver = !error; });
  }

  end(error) {
    if (this.#isOver) return;
    this.#isOver = true;
    destroyer(this.#stream, error || new ERR_STREAM_DESTROYED('pipe'));
  }
}

/** An async iterable of what comes out of a stage. `expected`: what an error says it should be. */
function chunksOf(stage, expected) {
  const kind = kindOf(stage);
  if (kind & WEB_PAIR) return stage.readable;
  if (kind & WEB_SOURCE || isIterable(stage)) return stage;
  if (kind & READS) return iterateOldStream(stage);
  throw new ERR_INVALID_ARG_TYPE('val', expected, stage);
}

/** An old-style stream isn't iterable by itself. */
async function* iterateOldStream(stream) {
  yield* require('stream').Readable.prototype[Symbol.asyncIterator].call(stream);
}

/** Writes an iterable's chunks to a Node stream, and waits whenever it is full. */
class NodePump {
  #writable;
  #failure = null;
  #isOver = false;
  /** Of the promise that is waited for: { resolve, reject }. */
  #waiting = null;
  #goOn = () => {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting === null) return;
    if (this.#failure) waiting.reject(this.#failure);
    else waiting.resolve();
  };

  constructor(writable) {
    this.#writable = writable;
  }

  async run(chunks, ends) {
    const writable = this.#writable;
    const stopWatching = finished(writable, { readable: false }, (error) => {
      this.#isOver = true;
      this.#failure = error ?? null;
      this.#goOn();
    });
    writable.on('drain', this.#goOn);
    try {
      if (writable.writableNeedDrain) await this.#change();
      for await (const chunk of chunks) {
        // Somebody else has ended it: what it would not take must not be lost without a word.
        if (this.#isOver) throw this.#failure ?? new ERR_STREAM_PREMATURE_CLOSE();
        if (!writable.write(chunk)) await this.#change();
      }
      if (ends) {
        writable.end();
        await this.#change();
      }
    } catch (error) {
      throw this.#failure === error ? error : aggregateTwoErrors(this.#failure, error);
    } finally {
      stopWatching();
      writable.off('drain', this.#goOn);
    }
  }

  /** Until the writable has drained or is over. */
  #change() {
    if (this.#failure) return Promise.reject(this.#failure);
    if (this.#isOver && this.#writable.writableFinished) return Promise.resolve();
    return new Promise((resolve, reject) => { this.#waiting = { resolve, reject }; });
  }
}

/** Writes an iterable's chunks to a WritableStream. */
class WebPump {
  #writer;

  constructor(writable) {
    this.#writer = writable.getWriter();
  }

  async run(chunks, ends) {
    const writer = this.#writer;
    try {
      for await (const chunk of chunks) {
        await writer.ready;
        writer.write(chunk).catch(() => {}); // An error also rejects writer.ready.
      }
      await writer.ready;
      if (ends) await writer.close();
    } catch (error) {
      await writer.abort(error);
      throw error;
    }
  }
}

/** The promise of stream/promises: the last argument may be { signal, end }. */
function pipelinePromise(...stages) {
  return new Promise((resolve, reject) => {
    const last = stages[stages.length - 1];
    const isOptions = last && typeof last === 'object' && !isIterable(last) && kindOf(last) === 0;
    const options = isOptions ? stages.pop() : undefined;
    connect(stages, (error, value) => {
      if (error) reject(error);
      else resolve(value);
    }, options);
  });
}

module.exports = { connect, pipeline, pipelinePromise };
