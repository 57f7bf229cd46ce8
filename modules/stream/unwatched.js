'use strict';
// Whether anything but a pipe can see the data of a stream. Implementations may then move bytes from a source to a
// destination by other means than chunks: fs has files copied, HTTP gives the memory of chunks back.
const { CONSTRUCTED, DESTROYED, FAILED } = require('stream/bits');
const { push } = require('stream/readable');
const { DECODES, ENDED, FLOWING } = require('stream/readable_state');
const { accept } = require('stream/sink');
const { emit } = require('stream/source');
const { write } = require('stream/writable');
const { CORKED, ENDING, QUEUED, WRITING, noop } = require('stream/writable_state');

/** A source gives and a destination takes when of these bits only CONSTRUCTED is set. */
const SOURCE_BITS = CONSTRUCTED | DESTROYED | FAILED | ENDED | DECODES;
const DESTINATION_BITS = CONSTRUCTED | DESTROYED | FAILED | ENDING | CORKED | QUEUED;

/**
 * The one destination that `source` is piped to and that alone can see its next chunk, or null. Its buffer is empty; it
 * flows, or waits for the destination to drain. Programs replace methods to watch streams: those are looked at, too.
 */
function unwatchedDestination(source) {
  const state = source._readableState;
  if (state.connections === null || state.connections.length !== 1) return null;
  const { dest } = state.connections[0];
  const flows = (state.flags & FLOWING) !== 0 || state.awaitDrainWriters === dest;
  const isUnwatched = flows && (state.flags & SOURCE_BITS) === CONSTRUCTED && state.length === 0 &&
    source.push === push && source.emit === emit && source.listenerCount('data') === 1 &&
    !['readable', 'pause', 'resume'].some((event) => source.listenerCount(event) > 0);
  return isUnwatched ? dest : null;
}

/** Whether that destination takes data, and nothing but the pipe can see what is written to it. */
function writesUnwatched(source, dest) {
  const { onDrain } = source._readableState.connections[0];
  return (dest._writableState.flags & DESTINATION_BITS) === CONSTRUCTED && dest.write === write && dest.emit === emit &&
    dest.listenerCount('drain') === (onDrain === null ? 0 : 1);
}

/**
 * Gives `_write` of `dest` something that it knows in place of a chunk, and that does not count as bytes. Returns false
 * while a write is under way.
 */
function writeUncounted(dest, piece) {
  const state = dest._writableState;
  if ((state.flags & WRITING) !== 0) return false;
  accept(dest, state, piece, 'buffer', 0, noop);
  return true;
}

module.exports = { unwatchedDestination, writeUncounted, writesUnwatched };
