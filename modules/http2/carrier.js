'use strict';
// Between a session's native half and the socket that carries it: the socket's native handle, read and written without
// JavaScript, or anything else that is a Duplex.
const { Buffer } = require('buffer');
const { UV_ECANCELED, UV_EPIPE } = binding('uv');
const { TCP, Pipe } = require('stream_handles');
const { nextTick } = require('ticks');
const { Socket } = require('net');
const io = require('net/handle_io');

/** @returns {NativeCarrier|DuplexCarrier} with release(): the socket reads for itself again */
function carry(handle, socket) {
  // Frames of one turn go out in one write already: none shall wait for the peer's acknowledgement of others.
  if (socket instanceof Socket) socket.setNoDelay(true);
  return isNative(socket) ? new NativeCarrier(handle, socket) : new DuplexCarrier(handle, socket);
}

// Whether nobody but the socket's own class reads and writes its handle.
function isNative(socket) {
  const below = socket._handle;
  if (socket.readableLength > 0 || socket.writableLength > 0) return false;
  if (below instanceof TCP || below instanceof Pipe) return Object.getPrototypeOf(socket) === Socket.prototype;
  return Boolean(socket.encrypted) && isTls(socket, below);
}

function isTls(socket, below) {
  const { TLSSocket } = require('tls');
  return below instanceof binding('tls').TLSWrap && Object.getPrototypeOf(socket) === TLSSocket.prototype;
}

class NativeCarrier {
  constructor(handle, socket) {
    this.handle = handle;
    this.socket = socket;
    this.below = socket._handle;
    handle.consume(this.below);
    this.below.reading = true;
    this.below.readStart();
  }

  /** The peer has ended the connection, or it failed: the socket's affair. */
  ended(status) {
    io.receive(this.below, status);
  }

  release() {
    const { below, socket } = this;
    if (socket._handle === below) below.reading = true;
  }
}

class DuplexCarrier {
  #handle;
  #socket;
  #onData = (chunk) => { this.#handle.receive(typeof chunk === 'string' ? Buffer.from(chunk) : chunk); };

  constructor(handle, socket) {
    this.#handle = handle;
    this.#socket = socket;
    socket.on('data', this.#onData);
  }

  /** Writes frames, and answers with outputWritten(). */
  write(frames) {
    const socket = this.#socket;
    const handle = this.#handle;
    if (socket.destroyed || socket.writableEnded) {
      handle.outputWritten(UV_EPIPE);
      return;
    }
    socket.write(frames, (error) => { nextTick(onWritten, handle, error); });
  }

  release() {
    this.#socket.removeListener('data', this.#onData);
  }
}

// Behind what the other side of a pair of streams does with the frames.
function onWritten(handle, error) {
  handle.outputWritten(error ? UV_ECANCELED : 0);
}

module.exports = { carry };
