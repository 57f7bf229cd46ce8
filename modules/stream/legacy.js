'use strict';
// `Stream`, the base of all streams: an event emitter with the `pipe` of old-style streams.
const EventEmitter = require('events');

/** The base class of streams. `options`: those of an EventEmitter. */
function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

/** Pipes 'data' to `dest.write`, pausing and resuming by its answers; ends `dest` unless `options.end` is false. */
Stream.prototype.pipe = function(dest, options) {
  const source = this;
  const endsDest = !dest._isStdio && (!options || options.end !== false);
  let ended = false;

  function onData(chunk) {
    if (dest.writable && dest.write(chunk) === false && source.pause) source.pause();
  }
  function onDrain() {
    if (source.readable && source.resume) source.resume();
  }
  function onEnd() {
    if (ended) return;
    ended = true;
    dest.end();
  }
  function onClose() {
    if (ended) return;
    ended = true;
    if (typeof dest.destroy === 'function') dest.destroy();
  }
  function onError(error) {
    cleanUp();
    if (EventEmitter.listenerCount(this, 'error') === 0) this.emit('error', error);
  }
  function cleanUp() {
    source.removeListener('data', onData);
    dest.removeListener('drain', onDrain);
    source.removeListener('end', onEnd);
    source.removeListener('close', onClose);
    source.removeListener('error', onError);
    dest.removeListener('error', onError);
    source.removeListener('end', cleanUp);
    source.removeListener('close', cleanUp);
    dest.removeListener('close', cleanUp);
  }

  source.on('data', onData);
  dest.on('drain', onDrain);
  if (endsDest) {
    source.on('end', onEnd);
    source.on('close', onClose);
  }
  prependListener(source, 'error', onError);
  prependListener(dest, 'error', onError);
  source.on('end', cleanUp);
  source.on('close', cleanUp);
  dest.on('close', cleanUp);
  dest.emit('pipe', source);
  return dest; // So that pipes can be chained: a.pipe(b).pipe(c).
};

/** The names of the events that somebody listens to. */
Stream.prototype.eventNames = function eventNames() {
  // The usual names are there from the beginning (see events.js), with or without listeners.
  return Reflect.ownKeys(this._events).filter((name) => this._events[name] !== undefined);
};

/** Adds the listener before all others, also to an emitter too old to have prependListener. */
function prependListener(emitter, name, listener) {
  if (typeof emitter.prependListener === 'function') return emitter.prependListener(name, listener);
  const existing = emitter._events?.[name];
  if (!existing) return emitter.on(name, listener);
  if (Array.isArray(existing)) existing.unshift(listener);
  else emitter._events[name] = [listener, existing];
  return emitter;
}

module.exports = { Stream, prependListener };
