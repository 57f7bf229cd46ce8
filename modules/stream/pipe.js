'use strict';
// readable.pipe(writable): one Connection object for each.
const { nextTick } = require('ticks');
const { errorOrDestroy } = require('stream/destroy');
const { prependListener } = require('stream/legacy');
const { MULTI_AWAIT_DRAIN, FLOWING } = require('stream/readable_state');

class Connection {
  onData = (chunk) => { this.write(chunk); };
  onError = (error) => { this.fail(error); };
  onClose = () => { this.letGo('finish', this.onFinish); };
  onFinish = () => { this.letGo('close', this.onClose); };
  onUnpipe = (readable, info) => { this.unpiped(readable, info); };

  constructor(source, dest) {
    this.source = source;
    this.state = source._readableState;
    this.dest = dest;
    this.isOpen = true;
    /** Listens to 'drain' from the first time that `dest` was full. */
    this.onDrain = null;
    /** Listens to the source's 'end': ends `dest`, or only lets go of it. */
    this.onEnd = null;
  }

  open(endsDest) {
    const { source, state, dest } = this;
    this.onEnd = endsDest ? () => { dest.end(); } : () => { source.unpipe(dest); };
    if (state.endEmitted) nextTick(this.onEnd);
    else source.once('end', this.onEnd);
    dest.on('unpipe', this.onUnpipe);
    source.on('data', this.onData);
    prependListener(dest, 'error', this.onError);
    dest.once('close', this.onClose);
    dest.once('finish', this.onFinish);
    dest.emit('pipe', source);
    if (dest.writableNeedDrain === true) this.wait();
    else if ((state.flags & FLOWING) === 0) source.resume();
  }

  write(chunk) {
    const { dest } = this;
    try {
      if (dest.write(chunk) === false) this.wait();
    } catch (error) {
      dest.destroy(error); // A chunk that `dest` can't take is its failure, not the source's.
    }
  }

  /** `dest` is full: stops the source until it drains. */
  wait() {
    const { source, state, dest } = this;
    if (this.isOpen) { // The write may have closed it.
      if ((state.flags & MULTI_AWAIT_DRAIN) === 0) state.awaitDrainWriters = dest;
      else state.awaitDrainWriters.add(dest);
      source.pause();
    }
    if (this.onDrain !== null) return;
    const onDrain = () => { this.drained(); };
    this.onDrain = onDrain;
    dest.on('drain', onDrain);
  }

  /** Goes on when no other destination is full. */
  drained() {
    const { source, state, dest } = this;
    if ((state.flags & MULTI_AWAIT_DRAIN) !== 0) state.awaitDrainWriters.delete(dest);
    else if (state.awaitDrainWriters === dest) state.awaitDrainWriters = null;
    const isWritable = !state.awaitDrainWriters || state.awaitDrainWriters.size === 0;
    if (isWritable && source.listenerCount('data') > 0) source.resume();
  }

  /** `dest` closed or finished: which of the two comes second must not do this again. */
  letGo(otherEvent, otherListener) {
    this.dest.removeListener(otherEvent, otherListener);
    this.source.unpipe(this.dest);
  }

  /** `dest` failed. Another listener must handle the error, or it is thrown. */
  fail(error) {
    const { source, dest } = this;
    source.unpipe(dest);
    dest.removeListener('error', this.onError);
    if (dest.listenerCount('error') > 0) return;
    const state = dest._writableState || dest._readableState;
    if (!state || state.errorEmitted) dest.emit('error', error);
    else if (typeof state.flags === 'number') errorOrDestroy(dest, error); // It was emitted by hand.
    else dest.destroy(error); // A stream of another make, such as readable-stream's.
  }

  /** One 'unpipe' closes one connection, also when there are several between the same two. */
  unpiped(readable, info) {
    if (readable !== this.source || info?.hasUnpiped !== false) return;
    info.hasUnpiped = true;
    this.close();
  }

  close() {
    const { source, state, dest } = this;
    dest.removeListener('close', this.onClose);
    dest.removeListener('finish', this.onFinish);
    if (this.onDrain !== null) dest.removeListener('drain', this.onDrain);
    dest.removeListener('error', this.onError);
    dest.removeListener('unpipe', this.onUnpipe);
    source.removeListener('end', this.onEnd);
    source.removeListener('data', this.onData);
    this.isOpen = false;
    // If this destination never drains, the others must not wait for it.
    if (this.onDrain !== null && state.awaitDrainWriters && (!dest._writableState || dest._writableState.needDrain)) {
      this.drained();
    }
  }
}

/** Writes to `dest` what flows out of `source`; ends it with it, unless `options.end` is false. Returns `dest`. */
function pipe(source, dest, options) {
  const state = source._readableState;
  if (state.connections === null) {
    state.connections = [];
  } else if (state.connections.length === 1 && !(state.flags & MULTI_AWAIT_DRAIN)) {
    state.flags |= MULTI_AWAIT_DRAIN;
    state.awaitDrainWriters = new Set(state.awaitDrainWriters ? [state.awaitDrainWriters] : []);
  }
  const connection = new Connection(source, dest);
  state.connections.push(connection);
  connection.open((!options || options.end !== false) && !isStandardOutput(dest));
  return dest;
}

function isStandardOutput(dest) {
  // process.stdout is made on first look, which a pipe elsewhere need not be.
  if (dest.fd !== 1 && dest.fd !== 2 && !dest._isStdio) return false;
  const process = require('process_object');
  return dest === process.stdout || dest === process.stderr;
}

/** Undoes pipe(source, dest), or all of them if `dest` is not given. Returns `source`. */
function unpipe(source, dest) {
  const state = source._readableState;
  const { connections } = state;
  if (connections === null || connections.length === 0) return source;
  let closing;
  if (dest) {
    const index = connections.findIndex((connection) => connection.dest === dest);
    if (index === -1) return source;
    closing = connections.splice(index, 1);
  } else {
    closing = connections;
    state.connections = [];
  }
  if (state.connections.length === 0) source.pause();
  for (const connection of closing) connection.dest.emit('unpipe', source, { hasUnpiped: false });
  return source;
}

module.exports = { pipe, unpipe };
