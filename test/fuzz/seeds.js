'use strict';
// The inputs that fuzzing starts from, as targets read them: options, the seed of the cuts, and bytes.
// Usage: seeds.js FOLDER writes FOLDER/http_server/*, FOLDER/http_client/*, those of http2_seeds.js, inspector_seeds.js and byte_seeds.js, and FOLDER/dictionary.
const fs = require('node:fs');
const path = require('node:path');

const HOST = 'Host: x\r\n';
const GET = `GET /a HTTP/1.1\r\n${HOST}\r\n`;
const chunked = (chunks, url = '/b', fields = '') =>
  `POST ${url} HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n${fields}\r\n${chunks}`;
const sized = (body, url = '/b', length = body.length) =>
  `POST ${url} HTTP/1.1\r\n${HOST}Content-Length: ${length}\r\n\r\n${body}`;

const requests = [
  // Heads.
  GET,
  'GET / HTTP/1.0\r\n\r\n',
  'HEAD /d HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /a HTTP/1.0\r\n\r\n',
  `QUERY /i HTTP/1.1\r\n${HOST}\r\n`,
  `\r\n\r\nOPTIONS * HTTP/1.1\r\n${HOST}\r\n`,
  `GET http://h:1/c?q#f HTTP/1.1\r\n${HOST}Accept: */*\r\nCookie: a=b\r\nCookie: c=d\r\nX-A: 1\r\nX-A: 2\r\n\r\n`,
  `GET /c HTTP/1.1\r\n${HOST}Empty:\r\nSpaces: \t a b \t\r\nHigh: \xe9\xff\r\n\r\n`,
  `GET /c HTTP/1.1\r\n${HOST}${'A: b\r\n'.repeat(40)}\r\n`,
  `GET /${'a'.repeat(400)} HTTP/1.1\r\n${HOST}\r\n`,
  `GET /c HTTP/1.1\r\n${HOST}Long: ${'value '.repeat(60)}\r\n\r\n`,
  `GET /a HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n${GET}`,
  `DELETE /a HTTP/1.1\r\n${HOST}Connection: Keep-Alive, TE\r\nKeep-Alive: timeout=5\r\n\r\n`,
  // Bodies.
  sized('hello world'),
  sized('hello', '/j') + GET,
  sized('short', '/i', 50),
  sized('', '/i'),
  chunked('5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n'),
  chunked('A;ext=1;q="a b"\r\n0123456789\r\n0\r\nT: end\r\nU: v\r\n\r\n', '/i', 'Trailer: T\r\n') + GET,
  chunked('00000003\r\nabc\r\n0;last\r\n\r\n', '/m'),
  chunked('5\r\nhel', '/j'),
  `POST /b HTTP/1.1\r\n${HOST}Transfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
  `PUT /b HTTP/1.1\r\n${HOST}Content-Length: 5\r\nExpect: 100-continue\r\n\r\n12345`,
  `PUT /b HTTP/1.1\r\n${HOST}Content-Length: 5\r\nExpect: other\r\n\r\n12345${GET}`,
  // Pipelining, and what handlers do.
  GET.repeat(12),
  ...[...'abcdefghijklmnop'].map((letter) => `POST /${letter} HTTP/1.1\r\n${HOST}Content-Length: 2\r\n\r\nxy${GET}`),
  ...[...'abcdefghijklmnop'].map((letter) => chunked('2\r\nxy\r\n0\r\n\r\n', `/${letter}x`) + `HEAD /c HTTP/1.1\r\n${HOST}\r\n`),
  // Upgrades.
  `GET /a HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\nraw bytes`,
  `POST /b HTTP/1.1\r\n${HOST}Connection: upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n\r\nabc${GET}`,
  `CONNECT h:443 HTTP/1.1\r\n${HOST}\r\nraw bytes`,
  `${GET}CONNECT h:443 HTTP/1.1\r\n${HOST}\r\n`,
  // What could be read in two ways.
  `POST /b HTTP/1.1\r\n${HOST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${GET}`,
  `POST /b HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n${GET}`,
  `POST /b HTTP/1.1\r\n${HOST}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc${GET}`,
  `POST /b HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${GET}`,
  `POST /b HTTP/1.1\r\n${HOST}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${GET}`,
  `POST /b HTTP/1.1\r\n${HOST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${GET}`,
  `POST /b HTTP/1.1\r\n${HOST}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${GET}`,
  `POST /b HTTP/1.1\r\n${HOST}Content-Length: 0x3\r\n\r\nabc`,
  `POST /b HTTP/1.1\r\n${HOST}Content-Length: +3\r\n\r\nabc`,
  chunked('3\nabc\n0\n\n'),
  chunked('3\r\nabcd\r\n0\r\n\r\n'),
  chunked('-1\r\nabc\r\n0\r\n\r\n'),
  chunked('ffffffffffffffff0\r\nabc\r\n'),
  chunked('3 \r\nabc\r\n0\r\n\r\n'),
  chunked('3;a\nb\r\nabc\r\n0\r\n\r\n'),
  'GET /a HTTP/1.1\nHost: x\n\n',
  `GET /a HTTP/1.1\r\n${HOST}A: b\r\n folded\r\n\r\n`,
  `GET /a HTTP/1.1\r\n${HOST}A: b\rC: d\r\n\r\n`,
  `GET /a HTTP/1.1\r\n${HOST}A\0: b\r\n\r\n`,
  `GET /a HTTP/1.1\r\nHost: x\r\n${HOST}\r\n`,
  `GET /a HTTP/2.0\r\n${HOST}\r\n`,
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  `GET /\x7f\x80 HTTP/1.1\r\n${HOST}\r\n`,
  'QUER',
  `${GET}GE`,
];

const BODY = 'Content-Length: 5\r\n\r\nhello';
const OK = `HTTP/1.1 200 OK\r\n${BODY}`;
const NEXT = '\n--\n'; // between what answers one request and what answers the next, as http_client.js has it
const responses = [
  OK,
  OK + NEXT + OK,
  OK + OK,
  `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nT: v\r\n\r\n${NEXT}${OK}`,
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel',
  'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort',
  'HTTP/1.1 200 OK\r\n\r\nuntil the end',
  'HTTP/1.0 200 OK\r\n\r\nuntil the end',
  `HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n${BODY}${NEXT}${OK}`,
  `HTTP/1.1 200 OK\r\nConnection: close\r\n${BODY}${NEXT}${OK}`,
  `HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1, max=2\r\n${BODY}${NEXT}${OK}${NEXT}${OK}`,
  `HTTP/1.1 100 Continue\r\n\r\n${OK}`,
  `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n${OK}`,
  `HTTP/1.1 204 No Content\r\n\r\n${NEXT}HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n${NEXT}${OK}`,
  'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nraw bytes',
  'HTTP/1.1 200 Connected\r\n\r\nraw bytes',
  'HTTP/1.1 407 Proxy\r\nContent-Length: 2\r\n\r\nno',
  `HTTP/1.1 200\r\n${BODY}`,
  `HTTP/1.1 200 \xe9\t x\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\nDate: \xff\r\n${BODY}`,
  `HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`,
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!',
  'HTTP/1.1 99 Low\r\n\r\n',
  'HTTP/1.1 1000 High\r\n\r\n',
  'HTTP/1.1 200 OK\nContent-Length: 0\n\n',
  'HTTP/3.7 200 OK\r\n\r\n',
  'ICY 200 OK\r\n\r\n',
  `HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(60)}\r\n`,
  `HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n${BODY}`,
  `HTTP/1.1 200 OK\r\nLong: ${'value '.repeat(60)}\r\n${BODY}`,
  'HTTP/1.1 200 OK\r\nBad Name: v\r\n\r\n',
  '\r\nHTTP/1.1 200 OK\r\n\r\n',
  '',
];

const dictionary = [
  '\r\n', '\n', '\r', '\r\n\r\n', '\0', ' ', '\t', ':', ';', ',', NEXT, '0\r\n\r\n', '\r\n0\r\n\r\n', '5\r\nhello\r\n', 'ffffffffffffffff',
  'GET ', 'HEAD ', 'POST ', 'CONNECT ', 'QUERY ', 'QUE', 'OPTIONS * ', 'PRI * ', ' HTTP/1.1\r\n', 'HTTP/1.0', 'HTTP/9.9', 'HTTP/1.1 200 OK\r\n',
  'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 101 Switching Protocols\r\n', 'HTTP/1.1 204 ', 'HTTP/1.1 304 ', 'HTTP/1.1 99 ', HOST,
  'Connection: close\r\n', 'Connection: keep-alive\r\n', 'Connection: Upgrade\r\n', 'Upgrade: x\r\n', 'Proxy-Connection: close\r\n',
  'Keep-Alive: timeout=1\r\n', 'Content-Length: 3\r\n', 'Content-Length: -1\r\n', 'Content-Length: 18446744073709551616\r\n',
  'Transfer-Encoding: chunked\r\n', 'Transfer-Encoding: ', 'chunked', 'gzip, ', 'identity', 'Trailer: T\r\n', 'T: v\r\n', 'Expect: 100-continue\r\n',
  'Expect: x\r\n', 'Cookie: a=b\r\n', 'Set-Cookie: a=b\r\n', '\xff', '\x80', '\x7f', GET, OK,
];

// Options vary from seed to seed, so that each occurs.
function inputs(texts, most) {
  return texts.flatMap((text, i) => [0, 1].map((n) => {
    const options = n === 0 ? 0 : (i * 37 + 11) % most;
    return Buffer.concat([Buffer.from([options, i * 2 + n]), Buffer.from(text, 'latin1')]);
  }));
}

/** Of each target: its inputs, as Buffers. */
const seeds = { http_server: inputs(requests, 256), http_client: inputs(responses, 256) };

function write(folder) {
  const all = { ...seeds, http2_frames: require('./http2_seeds').seeds, inspector: require('./inspector_seeds').seeds,
                ...require('./byte_seeds').byteSeeds() };
  for (const [target, list] of Object.entries(all)) {
    fs.mkdirSync(path.join(folder, target), { recursive: true });
    list.forEach((input, i) => { fs.writeFileSync(path.join(folder, target, `seed-${i}`), input); });
  }
  const quoted = (text) => `"${text.replace(/[^ !#-[\]-~]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}"\n`;
  fs.writeFileSync(path.join(folder, 'dictionary'), dictionary.map(quoted).join(''));
}

module.exports = { seeds, dictionary };
if (require.main === module) write(process.argv[2]);
