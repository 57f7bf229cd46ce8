'use strict';
// A handle that a program made, with Node's method names: what a socket asks of it, in order, and what it makes of answers.
const assert = require('assert');
const net = require('net');
const http = require('http');
const finish = require('../../../test/_finish');
const { streamBaseState, kReadBytesOrError, kArrayBufferOffset, kLastWriteWasAsync } = process.binding('stream_wrap');
const { UV_EOF, UV_EPIPE } = process.binding('uv');

class Handle {
  log = [];
  async = false;
  result = 0;

  note(name, request, ...rest) {
    this.log.push([name, ...rest.map((value) => (ArrayBuffer.isView(value) ? `bytes ${value}` : value))]);
    if (this.async) {
      streamBaseState[kLastWriteWasAsync] = 1;
      setImmediate(() => request.oncomplete(0, this));
    } else {
      streamBaseState[kLastWriteWasAsync] = 0;
    }
    return this.result;
  }

  readStart() { this.log.push(['readStart']); return 0; }
  readStop() { this.log.push(['readStop']); return 0; }
  writeBuffer(request, bytes) { return this.note('writeBuffer', request, bytes); }
  writeUtf8String(request, text) { return this.note('writeUtf8String', request, text); }
  writeLatin1String(request, text) { return this.note('writeLatin1String', request, text); }
  writeAsciiString(request, text) { return this.note('writeAsciiString', request, text); }
  writeUcs2String(request, text) { return this.note('writeUcs2String', request, text); }
  writev(request, chunks, allBuffers) { return this.note('writev', request, chunks.map(String), allBuffers); }
  shutdown(request) {
    this.log.push(['shutdown']);
    setImmediate(() => request.oncomplete(0, this));
    return 0;
  }
  close(done) { // without a `this`, as packages call it
    this.log.push(['close']);
    if (done) setImmediate(() => done());
  }

  gives(bytes, offset = 0) {
    streamBaseState[kReadBytesOrError] = bytes.byteLength - offset;
    streamBaseState[kArrayBufferOffset] = offset;
    this.onread(bytes);
    streamBaseState[kArrayBufferOffset] = 0;
  }
  ends() {
    streamBaseState[kReadBytesOrError] = UV_EOF;
    this.onread();
  }
}

const open = (handle) => new net.Socket({ handle, readable: true, writable: true });
const memoryOf = (text) => Uint8Array.from(Buffer.from(text)).buffer;

finish(async () => {
  // --- Writes, by encoding. ---
  let handle = new Handle();
  let socket = open(handle);
  for (const encoding of ['utf8', 'latin1', 'binary', 'ascii', 'utf16le', 'hex', 'UTF-8']) socket.write('6162', encoding);
  socket.write(Buffer.from('b'));
  assert.deepStrictEqual(handle.log, [
    ['readStart'], ['writeUtf8String', '6162'], ['writeLatin1String', '6162'], ['writeLatin1String', '6162'],
    ['writeAsciiString', '6162'], ['writeUcs2String', '6162'], ['writeBuffer', 'bytes ab'], ['writeBuffer', 'bytes 6162'],
    ['writeBuffer', 'bytes b'],
  ]);
  socket.destroy();

  // --- Many at once. ---
  handle = new Handle();
  socket = open(handle);
  socket.cork();
  socket.write('a', 'latin1');
  socket.write(Buffer.from('b'));
  socket.uncork();
  socket.cork();
  socket.write(Buffer.from('c'));
  socket.write(Buffer.from('d'));
  socket.uncork();
  assert.deepStrictEqual(handle.log, [
    ['readStart'], ['writev', ['a', 'latin1', 'b', 'buffer'], false], ['writev', ['c', 'd'], true],
  ]);
  socket.destroy();

  // --- What completes later, and the end of the stream. ---
  handle = new Handle();
  handle.async = true;
  socket = open(handle);
  const events = [];
  socket.write('1', () => events.push('1 written'));
  socket.end('2', () => events.push('ended'));
  events.push('begun');
  await new Promise((done) => socket.on('finish', done));
  assert.deepStrictEqual(events, ['begun', '1 written', 'ended']);
  assert.deepStrictEqual(handle.log, [['readStart'], ['writeUtf8String', '1'], ['writeUtf8String', '2'], ['shutdown']]);

  // --- Reads: memory with an offset, a view, the end; then the close. ---
  const read = [];
  socket.on('data', (chunk) => read.push(String(chunk)));
  handle.gives(memoryOf('..abc'), 2);
  handle.gives(Buffer.from('def'));
  const closed = new Promise((done) => socket.on('close', done));
  handle.ends();
  assert.strictEqual(await closed, false);
  assert.deepStrictEqual(read, ['abc', 'def']);
  assert.deepStrictEqual(handle.log.at(-1), ['close']);

  // --- A failure. ---
  handle = new Handle();
  handle.result = UV_EPIPE;
  socket = open(handle);
  socket.write('x');
  const error = await new Promise((done) => socket.on('error', done));
  assert.deepStrictEqual([error.code, error.syscall, error.message], ['EPIPE', 'write', 'write EPIPE']);

  // --- An HTTP request that comes through such a handle. ---
  handle = new Handle();
  const server = http.createServer((request, response) => response.end(`${request.method} ${request.url}`));
  socket = open(handle);
  server.emit('connection', socket);
  const answered = new Promise((done) => server.on('request', (request, response) => response.on('finish', done)));
  handle.gives(memoryOf('GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'));
  await answered;
  const written = JSON.stringify(handle.log);
  assert.match(written, /HTTP\/1\.1 200 OK\\r\\n/);
  assert.match(written, /GET \/x/);
});
