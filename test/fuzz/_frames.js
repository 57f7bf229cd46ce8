'use strict';
// Frames of HTTP/2 (RFC 9113, section 4) as bytes, right and wrong ones: what targets and their seeds are made of.

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const TYPES = { DATA: 0, HEADERS: 1, PRIORITY: 2, RST_STREAM: 3, SETTINGS: 4, PUSH_PROMISE: 5, PING: 6, GOAWAY: 7, WINDOW_UPDATE: 8,
  CONTINUATION: 9, ALTSVC: 10, ORIGIN: 12 };
const FLAGS = { END_STREAM: 1, ACK: 1, END_HEADERS: 4, PADDED: 8, PRIORITY: 32 };

/** A frame; `length`: what its head says, if that is not so. */
function frame(type, flags, id, payload = Buffer.alloc(0), length = payload.length) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(id >>> 0, 5);
  return Buffer.concat([head, payload]);
}

function uint32(...numbers) {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, i) => bytes.writeUInt32BE(number >>> 0, i * 4));
  return bytes;
}

/** A string literal without Huffman code (RFC 7541, section 5.2), of less than 127 bytes. */
function literal(text) {
  const bytes = Buffer.from(text, 'latin1');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

/** Fields as literals; `how`: 0x00 not indexed, 0x10 never indexed, 0x40 to be put into the dynamic table. */
function fields(list, how = 0) {
  return Buffer.concat(list.map(([name, value]) => Buffer.concat([Buffer.from([how]), literal(name), literal(value)])));
}

const request = (path = '/a', method = 'GET', more = []) => [[':method', method], [':scheme', 'http'], [':authority', 'x'], [':path', path], ...more];

function settings(pairs, flags = 0) {
  return frame(TYPES.SETTINGS, flags, 0, Buffer.concat(pairs.map(([id, value]) => Buffer.concat([Buffer.from([id >> 8, id & 255]), uint32(value)]))));
}

const headers = (id, block, flags = FLAGS.END_HEADERS | FLAGS.END_STREAM) => frame(TYPES.HEADERS, flags, id, block);
const data = (id, text, flags = FLAGS.END_STREAM) => frame(TYPES.DATA, flags, id, Buffer.from(text));
const reset = (id, code = 8) => frame(TYPES.RST_STREAM, 0, id, uint32(code));
const ping = (flags = 0) => frame(TYPES.PING, flags, 0, Buffer.from('12345678'));
const goaway = (last = 0, code = 0, text = '') => frame(TYPES.GOAWAY, 0, 0, Buffer.concat([uint32(last, code), Buffer.from(text)]));
const windowUpdate = (id, size) => frame(TYPES.WINDOW_UPDATE, 0, id, uint32(size));
const priority = (id, on) => frame(TYPES.PRIORITY, 0, id, Buffer.concat([uint32(on), Buffer.from([15])]));

/** A frame at random, of any kind, most of them as they should be. @param {(below: number) => number} random */
function anyFrame(random) {
  const id = [1, 3, 5, 7, 2, 0, 9, 1, 3][random(9)];
  const flags = random(6) === 0 ? random(256) : FLAGS.END_HEADERS | (random(2) ? FLAGS.END_STREAM : 0);
  const path = `/${String.fromCharCode(97 + random(16))}`;
  const method = ['GET', 'POST', 'HEAD', 'CONNECT', 'PUT'][random(5)];
  const noise = () => Buffer.from(Array.from({ length: random(24) }, () => random(256)));
  const makers = [
    () => headers(id, fields(request(path, method), [0, 0x10, 0x40][random(3)]), flags),
    () => headers(id, fields(request(path, method, [['x', 'y'.repeat(random(100))], ['expect', '100-continue']])), flags),
    () => headers(id, fields([['t', 'trailer']]), FLAGS.END_HEADERS | FLAGS.END_STREAM),
    () => Buffer.concat([headers(id, fields(request(path).slice(0, 2)), 0), frame(TYPES.CONTINUATION, random(2) ? 4 : 0, id, fields(request(path).slice(2)))]),
    () => headers(id, Buffer.concat([Buffer.from([0x82, 0x86, 0x84]), noise()]), flags),
    () => headers(id, Buffer.concat([uint32(random(9)), Buffer.from([random(256)]), fields(request(path))]), flags | FLAGS.PRIORITY),
    () => headers(id, Buffer.concat([Buffer.from([3]), fields(request(path)), Buffer.alloc(3)]), flags | FLAGS.PADDED),
    () => data(id, 'd'.repeat(random(200)), flags),
    () => data(id, '', random(2)),
    () => reset(id, random(16)),
    () => settings([[1 + random(9), [0, 1, 16384, 65535, 2147483647, 4294967295][random(6)]]]),
    () => settings([], FLAGS.ACK),
    () => ping(random(2)),
    () => goaway(random(9), random(14), 'x'.repeat(random(20))),
    () => windowUpdate(id, [0, 1, 1000, 65535, 2147483647][random(5)]),
    () => priority(id, random(9)),
    () => frame(TYPES.PUSH_PROMISE, FLAGS.END_HEADERS, id, Buffer.concat([uint32(2 + 2 * random(3)), fields(request(path))])),
    () => headers(id, fields([[':status', '200'], ['a', 'b']]), flags),
    () => headers(id, fields([[':status', '103'], ['link', 'b']]), FLAGS.END_HEADERS),
    () => frame(TYPES.ALTSVC, 0, id, Buffer.from('\0\x03a.bh2=":1"', 'latin1')),
    () => frame(TYPES.ORIGIN, 0, 0, Buffer.from('\0\x09https://a', 'latin1')),
    () => frame(random(256), random(256), id, noise()),
    () => frame(random(10), flags, id, noise(), random(2) ? random(40) : 20_000),
  ];
  return makers[random(makers.length)]();
}

module.exports = { FLAGS, PREFACE, TYPES, anyFrame, data, fields, frame, goaway, headers, ping, priority, request, reset, settings, uint32,
  windowUpdate };
