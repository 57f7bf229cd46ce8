'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { withServer } = require('./_exchange');

const head = (...list) => [':status', '200', ...list];

// [what the listener does before end(), the head that comes]
const sent = [
  [(r) => assert.strictEqual(r.writeHead(200, { A: 1 }), r), head('a', '1')],
  [(r) => r.writeHead(200, 'ignored', { a: 1 }), head('a', '1')],
  [(r) => r.writeHead(200, undefined, { a: 1 }), head('a', '1')],
  [(r) => r.writeHead(200, null, { a: 1 }), head('a', '1')],
  [(r) => r.writeHead(200, 'ignored'), head()],
  [(r) => r.writeHead('404'), [':status', '404']],
  [(r) => r.writeHead('none'), head()],
  [(r) => r.writeHead(200, []), head()],
  [(r) => r.writeHead(200, ['a', 'b', 'A', 'c']), head('a', 'b', 'a', 'c')],
  [(r) => r.writeHead(200, [['a', 'b'], ['c', ['d', 'e']]]), head('a', 'b', 'c', 'd', 'c', 'e')],
  [(r) => r.writeHead(200, ['set-cookie', '1', 'set-cookie', '2']), head('set-cookie', '1', 'set-cookie', '2')],
  [(r) => r.setHeader('a', 1) ?? r.writeHead(200, { A: 2 }), head('a', '2')],
  [(r) => r.setHeader('a', 1) ?? r.writeHead(200, ['a', '2', 'a', '3']), head('a', '2', 'a', '3')],
  [(r) => r.writeHead(200, { connection: 'close', b: 1 }), head('b', '1')],
  [(r) => r.setHeader('Te', 'trailers'), head('te', 'trailers')],
  [(r) => r.setHeader('a', [1, '', null]), head('a', '1', 'a', '', 'a', 'null')],
  [(r) => r.setHeader('a', 'x\r\nb: y') ?? r.setHeader('b', 'z'), head('b', 'z')],
  [(r) => r.setHeader('a', '\u00e9'), head('a', '\u00e9')],
];

// [what throws, code, message, the head of the response that end() sends nevertheless]
const refused = [
  [(r) => r.writeHead(200, ['a', 'b', 'c']), 'ERR_INVALID_ARG_VALUE', "The argument 'headers' is invalid. Received [ 'a', 'b', 'c' ]",
    head()],
  [(r) => r.writeHead(200, [['a', 'b'], 'c']), 'ERR_HTTP2_INVALID_HEADER_VALUE', 'Invalid value "undefined" for header "c"',
    head('a', 'b')],
  [(r) => r.writeHead(200, { ':path': '/' }), 'ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED', 'Cannot set HTTP/2 pseudo-headers', head()],
  [(r) => r.writeHead(200, { a: undefined }), 'ERR_HTTP2_INVALID_HEADER_VALUE', 'Invalid value "undefined" for header "a"', head()],
  [(r) => r.writeHead(200).writeHead(201), 'ERR_HTTP2_HEADERS_SENT', 'Response has already been initiated.', head()],
];

finish(() => withServer(async (ask) => {
  for (const [write, expected] of sent) {
    const got = await ask((request, response) => {
      write(response);
      response.end('x');
    });
    assert.deepStrictEqual([got.head, got.body], [expected, 'x'], String(write));
    assert.ok(!Number.isNaN(Date.parse(got.date)), String(write));
  }
  for (const [write, code, message, expected] of refused) {
    const got = await ask((request, response) => {
      assert.throws(() => write(response), { code, message });
      response.end('x');
    });
    assert.deepStrictEqual([got.head, got.body], [expected, 'x'], String(write));
  }
  // A status that cannot be sent is refused, and may be replaced.
  const got = await ask((request, response) => {
    for (const status of [100, 199, 600, 1000]) {
      assert.throws(() => response.writeHead(status), { name: 'RangeError', code: 'ERR_HTTP2_STATUS_INVALID',
        message: `Invalid status code: ${status}` });
    }
    response.sendDate = false;
    response.writeHead(202).end();
  });
  assert.deepStrictEqual([got.head, got.date], [[':status', '202'], undefined]);
}));
