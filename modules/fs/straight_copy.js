// A file stream piped into a file stream: while nobody looks at the bytes on their way, the pool copies them from file
// to file, a piece at a time, and no chunk is made. Whoever begins to look gets chunks from the next piece on.
'use strict';
const EventEmitter = require('events');
const { uvException } = require('errors');
const { CONSTRUCTED, DESTROYED, FAILED } = require('stream/bits');
const { errorOrDestroy } = require('stream/destroy');
const { DECODES, ENDED, FLOWING } = require('stream/readable_state');
const { accept } = require('stream/sink');
const { CORKED, ENDING, QUEUED, WRITING, noop } = require('stream/writable_state');
const { idle, kBusy, kFs } = require('fs/stream_file');
const native = binding('fs_straight_copy');

// Pieces grow while nothing comes in between: a trip to the pool costs as much as copying some hundred KiB.
const FIRST_PIECE = 1024 * 1024;
const LARGEST_PIECE = 16 * 1024 * 1024;
const kNotFiles = Symbol('kNotFiles'); // on a source that turned out to be, or to go to, no regular file
const kPiece = Symbol('kPiece');       // on a source: how large its next piece is
const kNext = Symbol('kNext');         // on a destination: the source that waits for its write to be done

/** The source may be copied when of these only CONSTRUCTED is set; the destination: and its write done. */
const SOURCE_BARS = CONSTRUCTED | DESTROYED | FAILED | ENDED | DECODES;
const DEST_BARS = CONSTRUCTED | DESTROYED | FAILED | ENDING | CORKED | QUEUED;

/** Our own methods, as they were before users could replace them: what must stand for bytes to go straight. */
const own = { read: null, write: null, push: null };

/**
 * The destination that `source` may be copied to as it is asked for data, or null.
 * @param {ReadStream} source
 * @returns {WriteStream?}
 */
function straightDestination(source) {
  const state = source._readableState;
  if (state.connections === null || state.connections.length !== 1 || source[kNotFiles]) return null;
  const { dest, onDrain } = state.connections[0];
  if (dest[kFs] === undefined || dest._writableState === undefined) return null;
  return isPlainSource(source, state, dest) && isPlainDestination(dest, onDrain) ? dest : null;
}

/**
 * Where `source` is about to give a chunk to one pipe and to nobody else: what the pipe writes to, else null.
 * @param {ReadStream} source
 */
function onlyReader(source) {
  const state = source._readableState;
  if (state.connections === null || state.connections.length !== 1 || (state.flags & FLOWING) === 0) return null;
  const { dest } = state.connections[0];
  return isPlainSource(source, state, dest) ? dest : null;
}

function isPlainSource(source, state, dest) {
  const flows = (state.flags & FLOWING) !== 0 || state.awaitDrainWriters === dest;
  return flows && (state.flags & SOURCE_BARS) === CONSTRUCTED && state.length === 0 && typeof source.fd === 'number' &&
    usesOurFs(source) && source._read === own.read && source.push === own.push && tellsNobody(source) &&
    source.listenerCount('data') === 1 && !listens(source, 'readable', 'pause', 'resume');
}

function isPlainDestination(dest, onDrain) {
  return (dest._writableState.flags & DEST_BARS) === CONSTRUCTED && typeof dest.fd === 'number' && usesOurFs(dest) &&
    dest._write === own.write && dest.write === require('stream').Writable.prototype.write && tellsNobody(dest) &&
    dest.listenerCount('drain') === (onDrain === null ? 0 : 1);
}

function usesOurFs(stream) {
  const fs = require('fs');
  const { read, write, writev } = require('fs/descriptors');
  return stream[kFs] === fs && fs.read === read && fs.write === write && fs.writev === writev;
}

function tellsNobody(stream) {
  return stream.emit === EventEmitter.prototype.emit;
}

function listens(stream, ...events) {
  return events.some((event) => stream.listenerCount(event) > 0);
}

/** What a WriteStream is given to write in a chunk's place. */
class Piece {
  #source;
  length = 0; // nothing waits in memory

  constructor(source) {
    this.#source = source;
  }

  /** Copies the next bytes; `written(error)` ends the destination's write. */
  copyTo(dest, written) {
    const source = this.#source;
    const done = source.pos === undefined ? source.bytesRead : source.pos;
    const size = source[kPiece] ?? FIRST_PIECE;
    source[kPiece] = Math.min(size * 2, LARGEST_PIECE);
    source[kBusy] = true;
    native.copyPiece(source.fd, source.pos ?? -1, dest.fd, dest.pos ?? -1, Math.min(source.end - done + 1, size),
                     (_, [outcome, read, wrote, errno]) => {
                       advance(source, 'bytesRead', read);
                       advance(dest, 'bytesWritten', wrote);
                       const isGone = idle(source, null);
                       written(outcome === native.WRITE_FAILED ? uvException({ errno, syscall: 'write' }) : null);
                       if (!isGone) this.#goOn(outcome, errno);
                     });
  }

  #goOn(outcome, errno) {
    const source = this.#source;
    if (outcome === native.NOT_FILES) source[kNotFiles] = true;
    if (outcome === native.ENDED) source.push(null);
    else if (outcome === native.READ_FAILED) errorOrDestroy(source, uvException({ errno, syscall: 'read' }));
    else source._read(source.readableHighWaterMark);
  }
}

function advance(stream, counter, count) {
  if (stream.pos !== undefined) stream.pos += count;
  stream[counter] += count;
}

/** Copies a piece of `source`, which was asked for data; behind the write that is under way, if there is one. */
function copyStraight(source, dest) {
  const state = dest._writableState;
  if ((state.flags & WRITING) !== 0) dest[kNext] = source;
  else accept(dest, state, new Piece(source), 'buffer', 0, noop);
}

/** A write of `dest` is done: goes on with the source that waits for it. */
function resumeCopying(dest) {
  const source = dest[kNext];
  if (source === undefined) return;
  dest[kNext] = undefined;
  if (!source.destroyed) source._read(source.readableHighWaterMark);
}

module.exports = { Piece, copyStraight, onlyReader, own, resumeCopying, straightDestination };
