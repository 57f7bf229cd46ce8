'use strict';
// `Stream`, the base of all streams: an event emitter with the `pipe` of old-style streams.
const { isArray } = require('intrinsics');
const EventEmitter = require('events');

/** The base class of streams. `options`: those of an EventEmitter. */
function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

/**
 * What a pipe of an old-style stream listens to: [emitter, event, listener] in the order in which they are added; those
 * of 'error' go before the program's own.
 */
function listenersOf(source, dest, endsDest, stop) {
  let hasEnded = false;
  const atEnd = (act) => () => {
    if (hasEnded) return;
    hasEnded = true;
    act();
  };
  /** A pipe is no reason to take an error as handled. */
  function fail(error) {
    stop();
    if (EventEmitter.listenerCount(this, 'error') === 0) this.emit('error', error);
  }
  return [
    [source, 'data', (chunk) => {
      if (dest.writable && dest.write(chunk) === false && source.pause) source.pause();
    }],
    [dest, 'drain', () => { if (source.readable && source.resume) source.resume(); }],
    ...(endsDest ? [
      [source, 'end', atEnd(() => dest.end())],
      [source, 'close', atEnd(() => dest.destroy?.())],
    ] : []),
    [source, 'error', fail],
    [dest, 'error', fail],
    [source, 'end', stop],
    [source, 'close', stop],
    [dest, 'close', stop],
  ];
}

/**
 * Writes each 'data' to `dest`, pausing and resuming by its answers; ends `dest` unless `options.end` is false.
 * @returns {Stream} dest, so that pipes can be chained: a.pipe(b).pipe(c)
 */
Stream.prototype.pipe = function(dest, options) {
  const endsDest = !dest._isStdio && (!options || options.end !== false);
  const stop = () => {
    for (const [emitter, event, listener] of listeners) emitter.removeListener(event, listener);
  };
  const listeners = listenersOf(this, dest, endsDest, stop);
  for (const [emitter, event, listener] of listeners) {
    if (event === 'error') prependListener(emitter, event, listener);
    else emitter.on(event, listener);
  }
  dest.emit('pipe', this);
  return dest;
};

/** The names of the events that have listeners. */
Stream.prototype.eventNames = function eventNames() {
  // The usual names are there from the beginning (see events.js), with or without listeners.
  return Reflect.ownKeys(this._events).filter((name) => this._events[name] !== undefined);
};

/** Adds the listener before all others, also to an emitter too old to have prependListener. */
function prependListener(emitter, name, listener) {
  if (typeof emitter.prependListener === 'function') return emitter.prependListener(name, listener);
  const existing = emitter._events?.[name];
  if (!existing) return emitter.on(name, listener);
  if (isArray(existing)) existing.unshift(listener);
  else emitter._events[name] = [listener, existing];
  return emitter;
}

module.exports = { Stream, prependListener };
