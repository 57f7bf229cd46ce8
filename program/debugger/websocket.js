'use strict';
// The client's side of a WebSocket (RFC 6455), for messages of text.

const { Buffer } = require('buffer');
const { ERR_DEBUGGER_ERROR, ERR_DEBUGGER_STARTUP_ERROR } = require('errors');

const KEY_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';      // section 1.3
const CONTINUATION = 0, TEXT = 1, CLOSE = 8, PING = 9, PONG = 10; // section 5.2
const FINAL = 0x80, MASKED = 0x80, LENGTH = 0x7f, OPCODE = 0x0f;
const LENGTH_16 = 126, LENGTH_64 = 127;

/** A frame of the client's, which section 5.3 wants masked. */
function frame(opcode, payload) {
  const { length } = payload;
  const lengthBytes = length < LENGTH_16 ? 0 : length <= 0xffff ? 2 : 8;
  const head = 2 + lengthBytes;
  const bytes = Buffer.alloc(head + 4 + length);
  bytes[0] = FINAL | opcode;
  bytes[1] = MASKED | (lengthBytes === 0 ? length : lengthBytes === 2 ? LENGTH_16 : LENGTH_64);
  if (lengthBytes === 2) bytes.writeUInt16BE(length, 2);
  else if (lengthBytes === 8) bytes.writeBigUInt64BE(BigInt(length), 2);
  const mask = require('crypto').randomBytes(4);
  mask.copy(bytes, head);
  for (let i = 0; i < length; i++) bytes[head + 4 + i] = payload[i] ^ mask[i & 3];
  return bytes;
}

/** Makes frames of bytes that come in whatever pieces: take(chunk) calls onFrame(isFinal, opcode, payload). */
class FrameReader {
  #onFrame;
  #chunks = [];
  #length = 0;
  #needed = 2;    // bytes of the next frame, as far as they are known

  constructor(onFrame) {
    this.#onFrame = onFrame;
  }

  take(chunk) {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length >= this.#needed) {
      const bytes = Buffer.concat(this.#chunks);
      const rest = this.#read(bytes);
      this.#chunks = rest.length === 0 ? [] : [rest];
      this.#length = rest.length;
    }
  }

  // Reads a frame, if it is whole; gives what is left.
  #read(bytes) {
    const short = bytes[1] & LENGTH;
    const lengthBytes = short === LENGTH_16 ? 2 : short === LENGTH_64 ? 8 : 0;
    const head = 2 + lengthBytes;
    if (bytes.length < head) {
      this.#needed = head;
      return bytes;
    }
    const length = lengthBytes === 0 ? short : lengthBytes === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    const end = head + length;
    if (bytes.length < end) {
      this.#needed = end;
      return bytes;
    }
    this.#needed = 2;
    this.#onFrame((bytes[0] & FINAL) !== 0, bytes[0] & OPCODE, bytes.subarray(head, end));
    return bytes.subarray(end);
  }
}

/** An open connection. `onMessage(text)`, then `onClose()` once. */
class WebSocketClient {
  #socket;
  #parts = [];
  onMessage = () => {};
  onClose = () => {};

  constructor(socket, head) {
    this.#socket = socket;
    const reader = new FrameReader((...parts) => this.#receive(...parts));
    socket.setNoDelay(true);
    socket.on('data', (chunk) => reader.take(chunk));
    socket.on('error', () => {});       // 'close' follows
    socket.on('close', () => this.onClose());
    if (head.length > 0) reader.take(head);
  }

  send(text) {
    this.#socket.write(frame(TEXT, Buffer.from(text)));
  }

  close() {
    this.#socket.end(frame(CLOSE, Buffer.alloc(0)));
  }

  #receive(isFinal, opcode, payload) {
    if (opcode === CLOSE) this.#socket.end();
    else if (opcode === PING) this.#socket.write(frame(PONG, payload));
    else if (opcode === TEXT || opcode === CONTINUATION) this.#addPart(isFinal, payload);
  }

  #addPart(isFinal, payload) {
    this.#parts.push(payload);
    if (!isFinal) return;
    const text = Buffer.concat(this.#parts).toString();
    this.#parts = [];
    this.onMessage(text);
  }
}

/** Opens a WebSocket. @returns {Promise<WebSocketClient>} */
function connect(host, port, path) {
  const { createHash, randomBytes } = require('crypto');
  const key = randomBytes(16).toString('base64');
  const expected = createHash('sha1').update(key + KEY_SUFFIX).digest('base64');
  return new Promise((resolve, reject) => {
    const request = require('http').get({
      host, port, path, agent: false,
      headers: { 'Connection': 'Upgrade', 'Upgrade': 'websocket', 'Sec-WebSocket-Key': key, 'Sec-WebSocket-Version': '13' },
    });
    request.on('error', reject);
    request.on('upgrade', ({ headers }, socket, head) => {
      if (headers['sec-websocket-accept'] === expected) return void resolve(new WebSocketClient(socket, head));
      socket.destroy();
      reject(new ERR_DEBUGGER_STARTUP_ERROR(
        `WebSocket secret mismatch: expected ${expected} but got ${headers['sec-websocket-accept']}`));
    });
    request.on('response', (response) => {
      response.resume();
      reject(new ERR_DEBUGGER_ERROR(`Unexpected response ${response.statusCode} to the WebSocket's request`));
    });
  });
}

module.exports = { connect };
