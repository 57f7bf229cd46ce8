'use strict';
// Of an answer whose end is that of the connection, also by a reset, what came is all there is, chunks without a last one
// included; a Content-Length that was not reached is an error, and so is any end of a connection that was to be kept.
const assert = require('node:assert');
const net = require('node:net');
const finish = require('../../../test/_finish');

const CLOSE = 'HTTP/1.1 200 OK\r\nConnection: close\r\n';
const CHUNKS = 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n';
const LENGTH = 'Content-Length: 10\r\n\r\nhello';
const MISMATCH = ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'Response body length does not match content-length header'];
const OTHER_SIDE = ['UND_ERR_SOCKET', 'other side closed'];
const RESET = ['ECONNRESET', 'read ECONNRESET'];
// The answer, and what its text is, or the error's cause: at an end, at a reset.
const cases = [
  [`${CLOSE}${CHUNKS}`, 'hello', 'hello'],
  [`HTTP/1.0 200 OK\r\n${CHUNKS}`, 'hello', 'hello'],
  [`${CLOSE}${CHUNKS}5\r\nwor`, 'hellowor', 'hellowor'],
  [`${CLOSE}\r\nhello`, 'hello', 'hello'],
  ['HTTP/1.1 200 OK\r\n\r\nhello', 'hello', 'hello'],
  [`${CLOSE}${LENGTH}`, MISMATCH, ['UND_ERR_SOCKET', 'closed']],
  [`HTTP/1.1 200 OK\r\n${CHUNKS}`, OTHER_SIDE, RESET],
  [`HTTP/1.1 200 OK\r\n${LENGTH}`, OTHER_SIDE, RESET],
];

async function textOf(answer, byReset) {
  let socket;
  const server = net.createServer((accepted) => {
    socket = accepted;
    socket.on('error', () => {});
    socket.once('data', () => { socket.write(answer); });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  try {
    const response = await fetch(`http://127.0.0.1:${server.address().port}`);
    const reader = response.body.getReader();
    let text = Buffer.from((await reader.read()).value).toString();
    // A reset may overtake what was sent; so it comes behind what has arrived.
    const wanted = answer.match(/hello(\r\n5\r\nwor)?$|hello\r\n$/)[0].replace(/\r\n5\r\n|\r\n/g, '');
    while (text.length < wanted.length) text += Buffer.from((await reader.read()).value).toString();
    if (byReset) socket.resetAndDestroy();
    else socket.end();
    for (let read; !(read = await reader.read()).done;) text += Buffer.from(read.value).toString();
    return text;
  } catch (error) {
    return [error.cause.code, error.cause.message];
  } finally {
    socket.destroy();
    server.close();
  }
}

finish(async () => {
  for (const [answer, atEnd, atReset] of cases) {
    assert.deepStrictEqual(await textOf(answer, false), atEnd, answer);
    assert.deepStrictEqual(await textOf(answer, true), atReset, answer);
  }
});
