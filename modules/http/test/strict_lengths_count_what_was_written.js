'use strict';
// strictContentLength: what is refused does not count; the piece that the head is made for does, and may be too long.
const assert = require('node:assert');
const http = require('node:http');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const cases = [
  [(r) => r.write('abcd'), true, (r) => r.write('x'), 5, (r) => r.end(), 4],
  [(r) => r.write('a'), true, (r) => r.write('bcdef'), 6, (r) => r.write('bc'), true, (r) => r.end(), null],
  [(r) => r.write('a'), true, (r) => r.write('b'), true, (r) => r.end(), 2, (r) => r.end('c'), null],
  [(r) => r.end('abcd'), 4, (r) => r.end('abc'), 7],
  [(r) => r.flushHeaders(), null, (r) => r.write('abcd'), 4, (r) => r.write('abc'), true, (r) => r.end('d'), 4, (r) => r.end(), null],
  [(r) => r.end(), 0],
];

finish(async () => {
  for (const steps of cases) {
    const server = http.createServer((request, response) => {
      response.strictContentLength = true;
      response.setHeader('Content-Length', 3);
      for (let i = 0; i < steps.length; i += 2) {
        const [call, expected] = steps.slice(i, i + 2);
        if (typeof expected !== 'number') {
          const result = call(response);
          if (expected !== null) assert.strictEqual(result, expected, `${call}`);
          continue;
        }
        assert.throws(() => call(response), {
          code: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH',
          message: `Response body's content-length of ${expected} byte(s) does not match the content-length of 3 byte(s) set in header`,
        }, `${call}`);
      }
      setImmediate(() => { response.destroy(); });
    });
    const port = await listen(server);
    await exchange(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    server.close();
  }
});
