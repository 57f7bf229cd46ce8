'use strict';
// Who listens for a request's end hears it as many ticks behind the response's 'finish' as if the body had been read; a request
// that is destroyed closes when its socket has been told, behind the response's 'close'.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

const get = (number) => `GET /${number} HTTP/1.1\r\nHost: a\r\n\r\n`;
const post = (number, body) => `POST /${number} HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** What happens, tick by tick, in a server of a client that sends `bytes` in one packet. */
async function seen(bytes, answer) {
  const log = [];
  let requests = 0;
  const server = http.createServer((request, response) => {
    const name = request.url.slice(1);
    requests++;
    log.push(`request${name}`);
    let ticks = 0;
    process.nextTick(function tick() {
      log.push(`tick${name}`);
      if (++ticks < 5) process.nextTick(tick);
    });
    request.on('end', () => log.push(`end${name}`)).on('close', () => log.push(`gone${name}`));
    response.on('finish', () => log.push(`finish${name}`)).on('close', () => log.push(`close${name}`));
    answer(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = net.connect(server.address().port, '127.0.0.1');
  client.on('error', () => {}); // a reset, where the server destroyed it
  client.resume().write(bytes);
  await finish.until(() => requests > 0 && log.filter((event) => event.startsWith('gone')).length === requests);
  client.end();
  await once(client, 'close');
  await once(server.close(), 'close');
  return log.join(' ');
}

finish(async () => {
  const end = (request, response) => response.end('ok');
  assert.strictEqual(await seen(get(1), end), 'request1 tick1 finish1 tick1 close1 end1 tick1 tick1 gone1 tick1');
  assert.strictEqual(await seen(get(1) + get(2), end),
                     'request1 request2 tick1 finish1 tick2 tick1 close1 finish2 end1 tick2 tick1 close2 tick2 tick1 end2 ' +
                     'gone1 tick2 tick1 tick2 gone2');
  assert.strictEqual(await seen(post(1, 'a') + get(2), end),
                     'request1 tick1 finish1 tick1 close1 tick1 tick1 tick1 request2 end1 tick2 finish2 tick2 close2 end2 ' +
                     'gone1 tick2 tick2 gone2 tick2');
  const pipe = (request, response) => request.pipe(response);
  assert.strictEqual(await seen(post(1, 'a'), pipe),
                     'request1 tick1 tick1 tick1 tick1 tick1 end1 finish1 close1 gone1');

  const states = [];
  assert.strictEqual(await seen(get(1), (request, response) => {
    states.push(request._readableState.readingMore);
    response.end('ok');
    request.destroy();
  }), 'request1 tick1 finish1 tick1 close1 end1 tick1 gone1 tick1 tick1');
  assert.deepStrictEqual(states, [true]); // _read() is not called ahead of the first reader
});
