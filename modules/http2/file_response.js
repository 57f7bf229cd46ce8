'use strict';
// respondWithFile() and respondWithFD(): a response whose body is a file's.
const {
  ERR_HTTP2_HEADERS_SENT, ERR_HTTP2_INVALID_STREAM, ERR_HTTP2_PAYLOAD_FORBIDDEN, ERR_HTTP2_SEND_FILE, ERR_HTTP2_SEND_FILE_NOSEEK,
  ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE,
} = require('errors');
const { checkObject, hasNoBody, prepareHeaders, startResponse } = require('http2/server_stream');
const { Buffer } = require('buffer');
const fs = require('fs');
const { encodingId } = require('encodings');
const { finishWriting, written } = require('http2/stream');
const { INTERNAL_ERROR } = require('http2/codes');
const { END_STREAM, WAIT_FOR_TRAILERS } = binding('http2');
const { kHandle, kId, kSession, kState } = require('http2/symbols');

const UTF8 = encodingId('utf8');
const PIECE_BYTES = 64 * 1024;

function checkedOptions(given) {
  checkObject(given, 'options');
  const options = { __proto__: null, offset: 0, length: -1, ...given };
  for (const name of ['offset', 'length']) {
    if (typeof options[name] !== 'number') throw new ERR_INVALID_ARG_VALUE(`options.${name}`, options[name]);
  }
  if (options.statCheck !== undefined && typeof options.statCheck !== 'function') {
    throw new ERR_INVALID_ARG_VALUE('options.statCheck', options.statCheck);
  }
  return options;
}

function checkStream(stream) {
  if (stream.destroyed || stream.closed) throw new ERR_HTTP2_INVALID_STREAM();
  if (stream.headersSent) throw new ERR_HTTP2_HEADERS_SENT();
}

function preparedHeaders(headers) {
  const prepared = prepareHeaders(headers);
  if (hasNoBody(prepared.status)) throw new ERR_HTTP2_PAYLOAD_FORBIDDEN(prepared.status);
  return prepared.headers;
}

function respondWithDescriptor(stream, fd, headers, given) {
  checkStream(stream);
  const options = checkedOptions(given);
  const { FileHandle } = require('fs/file_handle');
  const isHandle = fd instanceof FileHandle;
  if (!isHandle && typeof fd !== 'number') throw new ERR_INVALID_ARG_TYPE('fd', ['number', 'FileHandle'], fd);
  const prepared = preparedHeaders(headers);
  const number = isHandle ? fd.fd : fd;
  if (options.statCheck === undefined) {
    send(stream, number, prepared, options, undefined);
    return;
  }
  fs.fstat(number, (error, stats) => {
    if (stream.destroyed || stream.closed) return;
    if (error) stream.destroy(error);
    else if (checked(stream, stats, prepared, options)) send(stream, number, prepared, options, undefined);
  });
}

function respondWithFile(stream, path, headers, given) {
  checkStream(stream);
  const options = checkedOptions(given);
  const prepared = preparedHeaders(headers);
  fs.open(path, 'r', (error, fd) => {
    if (error) {
      failEarly(stream, options, error);
      return;
    }
    if (stream.destroyed || stream.closed) {
      fs.close(fd, ignore);
      return;
    }
    fs.fstat(fd, (statError, stats) => { sendFile(stream, fd, statError, stats, prepared, options); });
  });
}

function sendFile(stream, fd, error, stats, headers, options) {
  error ??= stream.destroyed || stream.closed ? new ERR_HTTP2_INVALID_STREAM() : wrongKind(stats, options);
  if (error) {
    fs.close(fd, ignore);
    if (!stream.destroyed && !stream.closed) failEarly(stream, options, error);
    return;
  }
  if (!checked(stream, stats, headers, options)) {
    fs.close(fd, ignore);
    return;
  }
  const isRegular = stats.isFile();
  if (isRegular) {
    const left = Math.max(stats.size - options.offset, 0);
    options.length = options.length < 0 ? left : Math.min(options.length, left);
    for (const name of Object.keys(headers)) {
      if (name.toLowerCase() === 'content-length') delete headers[name];
    }
    headers['content-length'] = options.length;
  }
  send(stream, fd, headers, options, () => { fs.close(fd, ignore); });
}

function wrongKind(stats, { offset, length }) {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) return new ERR_HTTP2_SEND_FILE();
  return offset !== 0 || length !== -1 ? new ERR_HTTP2_SEND_FILE_NOSEEK() : undefined;
}

function failEarly(stream, { onError }, error) {
  if (onError) onError(error);
  else stream.destroy(error);
}

// False: statCheck() does not want the file sent, or has answered itself.
function checked(stream, stats, headers, options) {
  const { statCheck } = options;
  if (typeof statCheck !== 'function') return true;
  const given = { offset: options.offset, length: options.length };
  if (Reflect.apply(statCheck, stream, [stats, headers, given]) === false || stream.headersSent || stream.destroyed) return false;
  options.offset = given.offset;
  options.length = given.length;
  return true;
}

function ignore() {}

// Reads piece by piece, as fast as the client takes it. The stream's own writable side is ended from the start.
function send(stream, fd, headers, { offset, length, waitForTrailers }, done) {
  const state = stream[kState];
  const isEmpty = state.isHead || length === 0;
  const bits = state.isHead ? END_STREAM : waitForTrailers ? WAIT_FOR_TRAILERS : 0;
  startResponse(stream, state, headers, bits);
  if (done !== undefined) stream.once('close', done);
  state.isFile = !isEmpty;
  stream.end();
  if (isEmpty) return;
  const position = offset > 0 || length >= 0 ? offset : -1;
  readPiece({ stream, fd, position, left: length < 0 ? Infinity : length });
}

function readPiece(file) {
  const { stream, fd, position, left } = file;
  if (stream.destroyed || stream.closed) return;
  const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, left));
  fs.read(fd, piece, 0, piece.length, position, (error, count) => {
    if (stream.destroyed || stream.closed) return;
    if (error) {
      stream.close(INTERNAL_ERROR);
      return;
    }
    if (position >= 0) file.position += count;
    file.left -= count;
    const isLast = count === 0 || file.left === 0;
    const next = isLast ? () => { finishFile(stream); } : () => { readPiece(file); };
    sendPiece(stream, count === piece.length ? piece : piece.subarray(0, count), isLast, next);
  });
}

// `next` is called when it is sent.
function sendPiece(stream, bytes, isLast, next) {
  const state = stream[kState];
  state.writeCallback = next;
  state.hasEnded = isLast;
  if (stream[kSession][kHandle].write(stream[kId], bytes, UTF8, isLast) !== 0) written(stream);
}

function finishFile(stream) {
  const state = stream[kState];
  state.isFile = false;
  const { finalCallback } = state;
  state.finalCallback = null;
  if (finalCallback !== null) finishWriting(stream, state, finalCallback);
}

module.exports = { respondWithDescriptor, respondWithFile };
