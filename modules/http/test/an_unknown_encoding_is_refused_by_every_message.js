'use strict';
// write() and end() throw what a socket would, whether or not the response's socket was looked at; the head is fixed by then.
const assert = require('node:assert');
const http = require('node:http');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const bytes = Buffer.from('y');
const HEAD = 'HTTP/1.1 200 OK\r\nConnection: close\r\n';
const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`;
const cases = [
  [(response) => response.write('x', 'bad'), 'bad', `${CHUNKED}1\r\n`],
  [(response) => response.end('x', 'bad'), 'bad', `${HEAD}Content-Length: 1\r\n\r\n`],
  [(response) => response.end('x', 5), '5', `${HEAD}Content-Length: 1\r\n\r\n`],
  [(response) => response.write(bytes, {}), '{}', `${CHUNKED}1\r\n`],
  [(response) => response.write(bytes, 'buffer'), undefined, `${CHUNKED}1\r\ny\r\n`],
  [(response) => response.end(bytes, 'buffer'), undefined, `${HEAD}Content-Length: 1\r\n\r\ny`],
  [(response) => response.end('x', 'UTF8'), undefined, `${HEAD}Content-Length: 1\r\n\r\nx`],
];

finish(async () => {
  for (const [call, name, expected] of cases) {
    for (const looksAtSocket of [false, true]) {
      const server = http.createServer((request, response) => {
        response.sendDate = false;
        if (looksAtSocket) assert.strictEqual(request.socket.destroyed, false);
        if (name === undefined) call(response);
        else assert.throws(() => call(response), { code: 'ERR_UNKNOWN_ENCODING', message: `Unknown encoding: ${name}` });
        assert.strictEqual(response.headersSent, true);
        if (!response.writableEnded) assert.strictEqual(response.finished, false);
        setImmediate(() => { response.socket?.destroySoon(); });
      });
      const port = await listen(server);
      const text = await exchange(port, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      assert.strictEqual(text, expected, `${call} ${looksAtSocket}`);
      server.close();
    }
  }
});
