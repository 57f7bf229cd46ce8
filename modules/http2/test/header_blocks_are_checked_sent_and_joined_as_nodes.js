'use strict';
const assert = require('node:assert');
const http2 = require('node:http2');
const finish = require('../../../test/_finish');

const { sensitiveHeaders } = http2;

// [what a request is given, what the server's raw headers end with behind the four of each request]
const sent = [
  [{ A: 1, a: 2 }, ['a', '1', 'a', '2']],
  [{ a: ['x', null, undefined, ['y', 'z'], { toString: () => 'o' }] }, ['a', 'x', 'a', 'null', 'a', 'undefined', 'a', 'y,z', 'a', 'o']],
  [{ a: undefined, '': 1, b: [], connection: undefined, c: Symbol('s'), d: 5n, [Symbol('e')]: 1 }, ['c', 'Symbol(s)', 'd', '5']],
  [Object.assign(Object.create({ inherited: 1 }), { own: 1 }), ['own', '1']],
  [{ te: 'trailers' }, ['te', 'trailers']],
  [{ te: ['trailers'], age: ['5'] }, ['te', 'trailers', 'age', '5']],
  [{ 'constructor': 'x', ['__proto__']: 'y', 'hasOwnProperty': 'z' }, ['constructor', 'x', '__proto__', 'y', 'hasownproperty', 'z']],
  [{ a: '\u00e9\u00ff' }, ['a', '\u00e9\u00ff']],
  [{ a: '\u0141' }, ['a', 'A']], // the lower 8 bits
  [['a', 'b', 'X-Foo', 5, 'a', ['c', 'd'], 'e', undefined], ['a', 'b', 'x-foo', '5', 'a', 'c', 'a', 'd']],
  // What would end a line, or stand around a value, takes its field away, and no other.
  [{ a: 'x\r\nb: y', c: 'd' }, ['c', 'd']],
  [{ a: ' x', b: 'x\t', c: 'x\ry', d: '\u010a' }, []],
];

// [what a request is given, the error's name, code, message]
const single = (name) => ['TypeError', 'ERR_HTTP2_HEADER_SINGLE_VALUE', `Header field "${name}" must only have a single value`];
const ofConnection = (name) => ['TypeError', 'ERR_HTTP2_INVALID_CONNECTION_HEADERS',
  `HTTP/1 Connection specific headers are forbidden: "${name}"`];
const pseudo = (name) => ['TypeError', 'ERR_HTTP2_INVALID_PSEUDOHEADER', `"${name}" is an invalid pseudoheader or is used incorrectly`];
const token = (name) => ['TypeError', 'ERR_INVALID_HTTP_TOKEN', `Header name must be a valid HTTP token ["${name}"]`];
const refused = [
  [{ age: [1, 2] }, single('age')],
  [{ age: 1, Age: 2 }, single('age')],
  [['content-type', 'a', 'Content-Type', 'b'], single('content-type')],
  [{ ':PATH': '/' , ':path': '/' }, single(':path')],
  [{ te: 'gzip' }, ofConnection('te')],
  [{ te: ['trailers', 'trailers'] }, ofConnection('te')],
  [{ te: 'Trailers' }, ofConnection('te')],
  ...['Connection', 'Upgrade', 'HTTP2-Settings', 'Keep-Alive', 'Proxy-Connection', 'Transfer-Encoding'].map((name) => (
    [{ [name]: 'x' }, ofConnection(name.toLowerCase())])),
  [{ ':foo': 1 }, pseudo(':foo')],
  ...['a b', ' a', 'a ', 'a(b', 'a\0', 'a\n', '\u00e9', 'a:b'].map((name) => [{ [name]: 1 }, token(name)]),
];

// Raw pairs that a response has, and what its object is.
const received = [
  ['cookie', 'a'], ['Cookie', 'b'], ['set-cookie', 'c'], ['x', '1'], ['X', '2'], ['accept', ['3', '4']],
];

finish(async () => {
  const server = http2.createServer();
  const seen = [];
  server.on('stream', (stream, headers, flags, raw) => {
    assert.strictEqual(Object.getPrototypeOf(headers), null);
    seen.push({ headers, raw });
    stream.respond(received.flat());
    stream.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const authority = `127.0.0.1:${server.address().port}`;
  const client = http2.connect(`http://${authority}`);
  const own = [':method', 'GET', ':authority', authority, ':scheme', 'http', ':path', '/'];

  /** @returns {Promise<object>} the headers of the response */
  const ask = (headers) => new Promise((resolve, reject) => {
    const stream = client.request(headers);
    let response;
    stream.on('response', (fields) => { response = fields; });
    stream.on('error', reject).on('close', () => resolve(response)).resume();
  });

  for (const [given, expected] of sent) {
    const before = JSON.stringify(given, (key, value) => (typeof value === 'bigint' ? 1 : value));
    await ask(given);
    const { raw } = seen.pop();
    assert.deepStrictEqual(raw, [...own, ...expected]);
    assert.strictEqual(JSON.stringify(given, (key, value) => (typeof value === 'bigint' ? 1 : value)), before);
  }
  for (const [given, [name, code, message]] of refused) {
    assert.throws(() => client.request(given), { name, code, message });
  }
  for (const given of ['x', 5, true, null, () => {}]) {
    assert.throws(() => client.request(given), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE',
      message: /^The "headers" argument must be an instance of Array or Object\. Received / });
  }

  // Pseudo fields come first, wherever they stand; each has its own default.
  await ask({ 'a': 1, ':path': '/p', ':method': 'PUT' });
  assert.deepStrictEqual(seen.pop().raw, [':path', '/p', ':method', 'PUT', ':authority', authority, ':scheme', 'http', 'a', '1']);

  // A value with NUL in it is not sent as it is; what stands beside it stays.
  const nul = await ask({ 'a': 'x\0y', 'b': 'c' }).catch((error) => error);
  if (nul instanceof Error) assert.strictEqual(nul.code, 'ERR_HTTP2_STREAM_ERROR'); // Node's
  else assert.deepStrictEqual(seen.pop().raw, [...own, 'b', 'c']);

  // The object that a block becomes.
  const headers = await ask({ [sensitiveHeaders]: ['X-Secret'], 'x-secret': '1', 'authorization': 'short' });
  assert.deepStrictEqual(seen.pop().headers[sensitiveHeaders], ['x-secret', 'authorization']);
  assert.strictEqual(Object.getPrototypeOf(headers), null);
  delete headers.date;
  assert.deepStrictEqual({ ...headers }, {
    ':status': 200, 'cookie': 'a; b', 'set-cookie': ['c'], 'x': '1, 2', 'accept': '3, 4', [sensitiveHeaders]: ['cookie', 'cookie'],
  });
  await new Promise((resolve) => client.close(resolve));
  await new Promise((resolve) => server.close(resolve));
});
