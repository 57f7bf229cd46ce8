'use strict';
// What carries a server's connection until its socket is accessed: the native handle, read by the parser and written to from
// here.
//
// Transports. A connection reads and writes through `connection.transport`, a response writes to the same object. It is a
// NativeTransport, or the connection's socket: a net.Socket, or any Duplex that a program gave to the server. The verbs
// are therefore the socket's own, and this class has those that HTTP uses, with the same meaning:
//
//   write(data, encoding, callback)  takes text or bytes. False: wait until all is written ('drain'). `callback(error)` is
//                                    called in a tick of its own once the kernel has it all
//   cork(), uncork()                 what is written in between leaves in one piece
//   writable                         whether writing makes sense
//   writableLength                   characters and bytes that wait
//   writableHighWaterMark, writableNeedDrain, writableCorked
//   _httpMessage                     the response whose turn it is, or null
//   pause(), resume()                stops and continues reading
//   destroySoon()                    ends the connection behind what was written
//
// writeLast() is more than a socket has: the rest of a message in one write, with 'finish' behind it.
//
// The handle is a TCP connection's, a pipe's, or that of a TLSSocket (TLSWrap), which is there from the handshake on.
// A NativeTransport becomes a socket in one place, connection.becomeSocket(): when the socket is accessed, when the kernel
// takes no more for now, or when a write fails. Pieces that wait are written to the socket; of what the kernel
// has already, the handle knows (StreamHandle::ContinueWrite). From then on the socket is the transport, and calls that
// still come here, out of ticks, are passed on. A further transport needs these verbs, and nothing else of HTTP knows of it.
const { ERR_UNKNOWN_ENCODING } = require('errors');
const { UTF8, LATIN1, ASCII, encodingId, isEncoding } = require('encodings');
const { nextTick } = require('ticks');
const { WRITTEN } = require('http/parsers');

const encodingNames = ['utf8', 'utf16le', 'latin1', 'ascii', 'base64', 'base64url', 'hex'];

class NativeTransport {
  /**
   * @param {ServerConnection} connection @param {TCP|Pipe|TLSWrap} handle open @param {number} highWaterMark bytes
   * @param {TLSSocket|null} handleOwner the socket that `handle` has already; null: it is made when it is accessed
   */
  constructor(connection, handle, highWaterMark, handleOwner) {
    this.connection = connection;
    this.handle = handle;
    this.handleOwner = handleOwner;
    this.writable = true;
    this.writableLength = 0;
    this.writableHighWaterMark = highWaterMark;
    this.writableNeedDrain = false;
    this.writableCorked = 0;
    this._httpMessage = null;
    // What waits: text that is ASCII or Latin-1, one piece that is neither, more such text, and all that follows as
    // [piece, number of its encoding, ...].
    this.head = '';
    this.body = undefined;
    this.bodyEncoding = UTF8;
    this.bodyLender = null; // called with the body when the kernel has it
    this.tail = '';
    this.more = undefined;
    this.callbacks = null;
  }

  // Reading ----------------------------------------------------------------------------------------------------------

  pause() {
    const { handle } = this;
    if (!handle.reading) return;
    handle.reading = false;
    handle.readStop();
  }

  resume() {
    const { handle } = this;
    if (handle.reading) return;
    handle.reading = true;
    handle.readStart();
  }

  // Writing ----------------------------------------------------------------------------------------------------------

  /** `size`: in bytes, by which ASCII text is recognized; undefined when the caller does not know. */
  write(data, encoding, callback, size) {
    if (encoding) checkEncoding(encoding);
    this.append(data, encoding, size);
    if (callback) (this.callbacks ??= []).push(callback);
    const goesOn = this.writableLength < this.writableHighWaterMark;
    if (!goesOn) this.writableNeedDrain = true;
    if (this.writableCorked === 0) this.flush();
    return goesOn;
  }

  append(data, encoding, size) {
    if (data.length === 0) return;
    this.writableLength += data.length;
    const id = encoding ? encodingId(encoding) : UTF8;
    const isText = typeof data === 'string' &&
      (id === LATIN1 || id === ASCII || (id === UTF8 && size === data.length));
    if (isText) this.appendText(data);
    else this.appendPiece(data, id);
  }

  appendText(text) {
    if (this.more !== undefined) this.more.push(text, LATIN1);
    else if (this.body === undefined) this.head += text;
    else this.tail += text;
  }

  appendPiece(data, id) {
    if (this.body !== undefined) {
      (this.more ??= []).push(data, id);
    } else {
      this.body = data;
      this.bodyEncoding = id;
    }
  }

  /**
   * Writes what waits, then `head`, `body` (a string in the encoding numbered `encoding`, bytes, or undefined) and
   * `tail`, both Latin-1, which end `message`; uncorks. `done(message)` is called in a tick once the kernel has it all.
   */
  writeLast(message, head, body, encoding, tail, done) {
    this.writableCorked = 0;
    const isAlone = this.writableLength === 0 && this.callbacks === null;
    if (isAlone && this.connection.writeNow(head, body, encoding, tail, undefined) === WRITTEN) {
      this.connection.ended(message);
      return;
    }
    this.append(head, 'latin1');
    if (body !== undefined) {
      this.writableLength += body.length;
      this.appendPiece(body, encoding);
    }
    this.append(tail, 'latin1');
    (this.callbacks ??= []).push(() => { done(message); });
    if (isAlone) this.connection.becomeSocket();
    else this.flush();
  }

  cork() {
    const { transport } = this.connection;
    if (transport === this) this.writableCorked++;
    else transport.cork();
  }

  uncork() {
    const { transport } = this.connection;
    if (transport !== this) transport.uncork();
    else if (this.writableCorked > 0 && --this.writableCorked === 0) this.flush();
  }

  /** Takes all corks away. */
  uncorkAll() {
    if (this.writableCorked === 0) return;
    this.writableCorked = 0;
    this.flush();
  }

  flush() {
    const { callbacks } = this;
    if (this.writableLength > 0) {
      const { head, body, bodyEncoding, bodyLender, tail, more, connection } = this;
      if (connection.writeNow(head, body, bodyEncoding, tail, more) !== WRITTEN) {
        connection.becomeSocket();
        return;
      }
      this.forget();
      if (bodyLender !== null) bodyLender(body);
    } else if (callbacks === null) {
      return;
    }
    this.callbacks = null;
    if (callbacks !== null || this.writableNeedDrain) nextTick(settle, this, callbacks);
  }

  forget() {
    this.writableLength = 0;
    this.head = this.tail = '';
    this.body = this.more = undefined;
    this.bodyLender = null;
  }

  // The end ----------------------------------------------------------------------------------------------------------

  // A request's rest, which may be in the packet that is being parsed, still comes: a socket's end waits for that.
  destroySoon() {
    const { connection } = this;
    if (connection.receiving === null) connection.closeHandle();
    else connection.getSocket().destroySoon();
  }

  /** `socket` carries the connection from now on, and what waited here. */
  handOver(socket) {
    const isCorked = this.writableCorked > 0;
    const { callbacks } = this;
    const pieces = this.pieces();
    this.forget();
    this.callbacks = null;
    this.writable = false;
    if (this.writableNeedDrain) socket._writableState.needDrain = true;
    for (let i = isCorked ? this.writableCorked : 1; i > 0; i--) socket.cork();
    if (pieces.length === 0 && callbacks !== null) pieces.push('', LATIN1);
    for (let i = 0; i < pieces.length; i += 2) {
      const isLast = i + 2 === pieces.length;
      const done = isLast && callbacks !== null ? (error) => { callEach(callbacks, error); } : undefined;
      socket.write(pieces[i], encodingNames[pieces[i + 1]], done);
    }
    if (!isCorked) socket.uncork();
  }

  pieces() {
    const { head, body, bodyEncoding, tail, more } = this;
    const list = [];
    if (head.length > 0) list.push(head, LATIN1);
    if (body !== undefined) list.push(body, bodyEncoding);
    if (tail.length > 0) list.push(tail, LATIN1);
    if (more !== undefined) list.push(...more);
    return list;
  }
}

// As Writable.write() does, whatever the chunk is.
function checkEncoding(encoding) {
  if (encoding !== 'buffer' && !isEncoding(encoding)) throw new ERR_UNKNOWN_ENCODING(encoding);
}

// All of it is with the kernel. Meanwhile the transport may have become a socket.
function settle(native, callbacks) {
  const { connection } = native;
  const { transport } = connection;
  if (transport === native) {
    if (native.writableNeedDrain && native.writableLength === 0) {
      native.writableNeedDrain = false;
      connection.drained();
    }
  } else {
    const { _writableState: state } = transport;
    if (state.needDrain && state.length === 0 && !state.ending && !state.destroyed) {
      state.needDrain = false;
      transport.emit('drain');
    }
  }
  if (callbacks !== null) callEach(callbacks, null);
}

function callEach(callbacks, error) {
  for (let i = 0; i < callbacks.length; i++) callbacks[i](error);
}

module.exports = { NativeTransport };
