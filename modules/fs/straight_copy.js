// A file stream piped into a file stream: while nothing else can see the bytes, the pool copies them from file
// to file, a piece at a time, and no chunk is made. Whoever begins to look gets chunks from the next piece on.
'use strict';
const { uvException } = require('errors');
const { errorOrDestroy } = require('stream/destroy');
const { unwatchedDestination, writeUncounted, writesUnwatched } = require('stream/unwatched');
const { idle, kBusy, kFs } = require('fs/stream_file');
const native = binding('fs_straight_copy');

// Pieces grow while nothing comes in between: a trip to the pool costs as much as copying some hundred KiB.
const FIRST_PIECE = 1024 * 1024;
const LARGEST_PIECE = 16 * 1024 * 1024;
const kNotFiles = Symbol('kNotFiles'); // on a source that turned out to be, or to go to, no regular file
const kPiece = Symbol('kPiece');       // on a source: how large its next piece is
const kNext = Symbol('kNext');         // on a destination: the source that waits for its write to be done

/**
 * The destination that `source` may be copied to as it is asked for data, or null.
 * @param {ReadStream} source
 * @returns {WriteStream?}
 */
function copyDestination(source) {
  if (source[kNotFiles]) return null;
  const dest = unwatchedDestination(source);
  if (dest === null || dest[kFs] === undefined || dest._writableState === undefined) return null;
  const areOurs = source._read === require('fs/read_stream').readFile && usesOurFs(source) &&
    dest._write === require('fs/write_stream').writeChunk && usesOurFs(dest);
  return areOurs && writesUnwatched(source, dest) ? dest : null;
}

/**
 * Where `source` is about to give a chunk to one pipe only: what the pipe writes to, else null.
 * @param {ReadStream} source
 */
function onlyReader(source) {
  if (source.readableFlowing !== true) return null;
  const dest = unwatchedDestination(source);
  return dest !== null && source._read === require('fs/read_stream').readFile && usesOurFs(source) ? dest : null;
}

function usesOurFs(stream) {
  const fs = require('fs');
  const { read, write, writev } = require('fs/descriptors');
  return typeof stream.fd === 'number' && stream[kFs] === fs && fs.read === read && fs.write === write &&
    fs.writev === writev;
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
function copyPiece(source, dest) {
  if (!writeUncounted(dest, new Piece(source))) dest[kNext] = source;
}

/** A write of `dest` is done: goes on with the source that waits for it. */
function resumeCopying(dest) {
  const source = dest[kNext];
  if (source === undefined) return;
  dest[kNext] = undefined;
  if (!source.destroyed) source._read(source.readableHighWaterMark);
}

module.exports = { Piece, copyDestination, copyPiece, onlyReader, resumeCopying };
