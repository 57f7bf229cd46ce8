'use strict';
// What does not follow the grammar, or could be read in two ways, gets a 4xx and the end of the connection.
const assert = require('node:assert');
const http = require('node:http');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const HOST = 'Host: x\r\n';
const CHUNKED = `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n`;
const refused = [
  ['BAD\r\n\r\n', 400],
  ['QUERx / HTTP/1.1\r\n\r\n', 400],
  ['GET / HTTP/1.1\r\n\r\n', 400], // no Host
  [`GET / HTTP/1.1 \r\n${HOST}\r\n`, 400],
  [`GET / HTTP/1.2\r\n${HOST}\r\n`, 400],
  [`GET /a b HTTP/1.1\r\n${HOST}\r\n`, 400],
  [`GET /\x80 HTTP/1.1\r\n${HOST}\r\n`, 400],
  ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['GET / HTTP/1.1\nHost: x\n\n', 400],
  [`GET / HTTP/1.1\r\n${HOST}A : b\r\n\r\n`, 400],
  [`GET / HTTP/1.1\r\n${HOST} A: b\r\n\r\n`, 400],
  [`GET / HTTP/1.1\r\n${HOST}A: b\r\n folded\r\n\r\n`, 400],
  [`GET / HTTP/1.1\r\n${HOST}A: b\rC: d\r\n\r\n`, 400],
  // A line ends in CRLF, and does not go on in the next one.
  [`GET / HTTP/1.1\n${HOST}\r\n`, 400],
  [`GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n`, 400],
  [`GET / HTTP/1.1\r\nHost:\n\r\n`, 400],
  [`GET / HTTP/1.1\r\n${HOST}\n`, 400],
  [`POST / HTTP/1.1\r\n${HOST}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`, 400],
  [`POST / HTTP/1.1\r\n${HOST}Content-Length:\r\n\t1\r\n\r\na`, 400],
  [`GET / HTTP/1.1\r\n${HOST}A:\r\n \r\n\r\n`, 400],
  [`GET / HTTP/1.1\r\n${HOST}A: b\r\n\rX`, 400],
  [`GET / HTTP/1.1\r\n${HOST}A:\x01b\r\n\r\n`, 400],
  [`GET / HTTP/1.1\r\n${HOST}\xe9: b\r\n\r\n`, 400],
  [`GET / HTTP/1.1\r\n${HOST}: b\r\n\r\n`, 400],
  [`GET / HTTP/1.1\r\n${HOST}nothing\r\n\r\n`, 400],
  [`POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  [`POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n`, 400],
  [`POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`, 400],
  [`POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`, 400],
  [`POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, 400],
  [`POST / HTTP/1.1\r\n${HOST}Content-Length: +1\r\n\r\na`, 400],
  [`POST / HTTP/1.1\r\n${HOST}Content-Length: 1 1\r\n\r\na`, 400],
  [`POST / HTTP/1.1\r\n${HOST}Content-Length:\r\n\r\n`, 400],
  [`POST / HTTP/1.1\r\n${HOST}Content-Length: 99999999999999999999999\r\n\r\n`, 400],
  [`${CHUNKED}z\r\n`, 400],
  [`${CHUNKED}0\r\nContent-Length: 3\r\n\r\n`, 400],
  [`${CHUNKED}0\r\nA: b\r\n c\r\n\r\n`, 400],
  [`${CHUNKED}1\nx\r\n0\r\n\r\n`, 400],
  [`${CHUNKED}1\r\nx\n0\r\n\r\n`, 400],
  [`${CHUNKED}1 \r\nx\r\n0\r\n\r\n`, 400],
  [`${CHUNKED}1\r\nab\r\n0\r\n\r\n`, 400],
  [`${CHUNKED}FFFFFFFFFFFFFFFFF\r\n`, 400],
  [`${CHUNKED}1;a="b\n"\r\na\r\n0\r\n\r\n`, 400],
  [`${CHUNKED}1;\r\na\r\n0\r\n\r\n`, 400],
  [`${CHUNKED}1;a="b"c\r\na\r\n0\r\n\r\n`, 400],
  [`${CHUNKED}1;a="b\\\r\n"\r\na\r\n0\r\n\r\n`, 400],
  [`${CHUNKED}1;a=b c\r\na\r\n0\r\n\r\n`, 400],
  [`GET / HTTP/1.1\r\n${HOST}A: ${'b'.repeat(20000)}\r\n\r\n`, 431],
  [`GET /${'b'.repeat(20000)} HTTP/1.1\r\n${HOST}\r\n`, 431],
  [`${CHUNKED}1;${'e'.repeat(17000)}\r\na\r\n0\r\n\r\n`, 413],
];
const accepted = [
  `GET  / HTTP/1.1\r\n${HOST}\r\n`,
  `\r\n\r\nGET / HTTP/1.1\r\n${HOST}\r\n`,
  `QUERY / HTTP/1.1\r\n${HOST}\r\n`,
  `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`,
  `GET http://h/p HTTP/1.1\r\n${HOST}\r\n`,
  `GET / HTTP/1.1\r\n${HOST}A:\r\nB: \xe9 \t \r\n\r\n`,
  `${CHUNKED}1;a=b\r\nx\r\n0\r\nT: v\r\n\r\n`,
  // Chunk extensions (RFC 9112, section 7.1.1): several, behind each other's kinds of value, with quoted pairs.
  `${CHUNKED}1;a=b;c=d\r\nx\r\n0\r\n\r\n`,
  `${CHUNKED}1;a;b="c d";e=f\r\nx\r\n0;g="\\"h\\\\"\r\nT: v\r\n\r\n`,
  `${CHUNKED}1;a="b\\"c"\r\nx\r\n1;d=e;f\r\ny\r\n0\r\n\r\n`,
];

// Answers when the whole request is read, so that nothing was answered before it was refused.
const server = http.createServer((request, response) => {
  request.resume().on('end', () => { response.end('fine'); });
});

finish(async () => {
  const port = await listen(server);
  for (const [text, status] of refused) {
    for (const pieces of [text, text.length < 200 ? [...text] : text.match(/[^]{1,997}/g)]) {
      const got = await exchange(port, pieces, (answer) => answer.includes('fine'));
      assert.match(got, new RegExp(`^HTTP/1\\.1 ${status} `), JSON.stringify(text.slice(0, 120)));
      assert.match(got, /\r\nConnection: close\r\n/);
    }
  }
  for (const text of accepted) {
    for (const pieces of [text, [...text]]) {
      const got = await exchange(port, pieces, (answer) => answer.includes('fine'));
      assert.match(got, /^HTTP\/1\.1 200 OK\r\n/, JSON.stringify(text));
    }
  }
  server.close();
});
