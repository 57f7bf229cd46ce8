'use strict';
// readable.pipe(writable): one Pipe object per connection.
const { nextTick } = require('ticks');
const { errorOrDestroy } = require('stream/destroy');
const { prependListener } = require('stream/legacy');

class Pipe {
  constructor(source, dest) {
    const state = source._readableState;
    this.source = source;
    this.state = state;
    this.dest = dest;
    this.closed = false;
    this.onDrain = null;
    this.onData = (chunk) => {
      try {
        if (dest.write(chunk) === false) this.wait();
      } catch (error) {
        dest.destroy(error); // A chunk that `dest` can't take is its failure, not the source's.
      }
    };
    this.onError = (error) => { this.fail(error); };
    this.onClose = () => {
      dest.removeListener('finish', this.onFinish);
      source.unpipe(dest);
    };
    this.onFinish = () => {
      dest.removeListener('close', this.onClose);
      source.unpipe(dest);
    };
    this.onUnpipe = (readable, info) => {
      if (readable === source && info && info.hasUnpiped === false) {
        info.hasUnpiped = true;
        this.cleanUp();
      }
    };
    this.onEnd = null;
  }

  connect(endsDest) {
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
    else if (!state.flowing) source.resume();
  }

  /** `dest` is full: pauses the source until it drains. */
  wait() {
    const { source, state, dest } = this;
    // The write may have disconnected this pipe.
    if (!this.closed) {
      if (state.pipes.length === 1 && state.pipes[0] === dest) {
        state.awaitDrainWriters = dest;
        state.multiAwaitDrain = false;
      } else if (state.pipes.length > 1 && state.pipes.includes(dest)) {
        state.awaitDrainWriters.add(dest);
      }
      source.pause();
    }
    if (this.onDrain === null) {
      this.onDrain = () => { this.drained(); };
      dest.on('drain', this.onDrain);
    }
  }

  drained() {
    const { source, state, dest } = this;
    if (state.awaitDrainWriters === dest) state.awaitDrainWriters = null;
    else if (state.multiAwaitDrain) state.awaitDrainWriters.delete(dest);
    const nobodyWaits = !state.awaitDrainWriters || state.awaitDrainWriters.size === 0;
    if (nobodyWaits && source.listenerCount('data') > 0) source.resume();
  }

  fail(error) {
    const { source, dest } = this;
    source.unpipe(dest);
    dest.removeListener('error', this.onError);
    if (dest.listenerCount('error') > 0) return;
    const state = dest._writableState || dest._readableState;
    if (state && !state.errorEmitted) errorOrDestroy(dest, error); // Its error was emitted by hand.
    else dest.emit('error', error);
  }

  cleanUp() {
    const { source, state, dest } = this;
    dest.removeListener('close', this.onClose);
    dest.removeListener('finish', this.onFinish);
    if (this.onDrain !== null) dest.removeListener('drain', this.onDrain);
    dest.removeListener('error', this.onError);
    dest.removeListener('unpipe', this.onUnpipe);
    source.removeListener('end', this.onEnd);
    source.removeListener('data', this.onData);
    this.closed = true;
    // If this destination never drains, the others must not wait for it.
    if (this.onDrain !== null && state.awaitDrainWriters && (!dest._writableState || dest._writableState.needDrain)) {
      this.drained();
    }
  }
}

function pipe(source, dest, options) {
  const state = source._readableState;
  if (state.pipes.length === 1 && !state.multiAwaitDrain) {
    state.multiAwaitDrain = true;
    state.awaitDrainWriters = new Set(state.awaitDrainWriters ? [state.awaitDrainWriters] : []);
  }
  state.pipes.push(dest);
  const endsDest = (!options || options.end !== false) && !isStandardOutput(dest);
  new Pipe(source, dest).connect(endsDest);
  return dest;
}

function isStandardOutput(dest) {
  // process.stdout is made on first look, which a pipe elsewhere need not be.
  if (dest.fd !== 1 && dest.fd !== 2 && !dest._isStdio) return false;
  const process = require('process');
  return dest === process.stdout || dest === process.stderr;
}

function unpipe(source, dest) {
  const state = source._readableState;
  if (state.pipes.length === 0) return source;
  if (!dest) {
    const dests = state.pipes;
    state.pipes = [];
    source.pause();
    for (const each of dests) each.emit('unpipe', source, { hasUnpiped: false });
    return source;
  }
  const index = state.pipes.indexOf(dest);
  if (index === -1) return source;
  state.pipes.splice(index, 1);
  if (state.pipes.length === 0) source.pause();
  dest.emit('unpipe', source, { hasUnpiped: false });
  return source;
}

module.exports = { pipe, unpipe };
