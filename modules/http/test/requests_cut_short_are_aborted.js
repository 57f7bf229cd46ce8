'use strict';
// A client that leaves within a body: 'aborted', an error, 'close', and a request that is not complete, however it left and
// whoever reads. Who has answered already hears nothing. What reaches nobody is a 'clientError'.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { listen } = require('./_raw');
const finish = require('../../../test/_finish');

const POST = 'POST / HTTP/1.1\r\nHost: x\r\n';
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n\r\n`;
const bodies = {
  'within its length': [`${POST}Content-Length: 10\r\n\r\nabc`, 'abc'],
  'within a chunk': [`${CHUNKED}5\r\nab`, 'ab'],
  'between chunks': [`${CHUNKED}2\r\nab\r\n`, 'ab'],
  'within trailers': [`${CHUNKED}2\r\nab\r\n0\r\nT: v\r\n`, 'ab'],
};
const endings = ['end', 'resetAndDestroy'];
const readers = {
  listening: (request, log) => { request.on('data', (data) => { log.push(`data ${data}`); }); },
  iterating: async (request, log) => {
    try {
      for await (const data of request) log.push(`data ${data}`);
    } catch (error) {
      log.push(`threw ${error.code}`);
    }
  },
  ignoring: () => {},
};

function watch(request, response, log) {
  request.on('aborted', () => { log.push('aborted'); });
  request.on('error', ({ code, message }) => { log.push(`error ${code} ${message}`); });
  request.on('end', () => { log.push('end'); });
  request.on('close', () => { log.push(`close ${request.complete} ${request.aborted} ${request.destroyed}`); });
  response.on('close', () => { log.push(`response close ${response.writableFinished}`); });
}

/** Sends the text, ends the connection as told when `isEnough()`, and waits for its end on the server. */
async function leave(server, port, text, ending, begun) {
  const over = new Promise((resolve) => { server.once('connection', (socket) => { socket.on('close', resolve); }); });
  const client = net.connect(port, '127.0.0.1').on('error', () => {}).resume();
  client.write(text);
  await begun;
  client[ending]();
  await over;
  await new Promise(setImmediate);
  client.destroy();
}

async function unanswered(reader) {
  for (const [name, [text, data]] of Object.entries(bodies)) {
    for (const ending of endings) {
      const log = [];
      const server = http.createServer();
      const begun = new Promise((resolve) => {
        server.on('request', (request, response) => {
          watch(request, response, log);
          readers[reader](request, log);
          setImmediate(setImmediate, resolve);
        });
      });
      await leave(server, await listen(server), text, ending, begun);
      const seen = reader === 'ignoring' ? [] : [`data ${data}`];
      assert.deepStrictEqual(log, [
        ...seen, 'aborted', 'response close false', 'error ECONNRESET aborted', 'close false true true',
        ...(reader === 'iterating' ? ['threw ECONNRESET'] : []),
      ], `${name}, ${reader}, ${ending}`);
      server.close();
    }
  }
}

async function answered() {
  for (const [name, [text]] of Object.entries(bodies)) {
    const log = [];
    const server = http.createServer();
    const begun = new Promise((resolve) => {
      server.on('request', (request, response) => {
        watch(request, response, log);
        response.on('close', resolve);
        response.end('x');
      });
    });
    server.on('clientError', ({ code }, socket) => {
      log.push(code);
      socket.destroy();
    });
    await leave(server, await listen(server), text, 'end', begun);
    assert.deepStrictEqual(log, ['response close true', 'HPE_INVALID_EOF_STATE'], name);
    server.close();
  }
}

/** One that comes whole, for comparison. */
async function whole() {
  const log = [];
  const server = http.createServer();
  const begun = new Promise((resolve) => {
    server.on('request', (request, response) => {
      watch(request, response, log);
      readers.listening(request, log);
      request.on('end', () => { response.end('x'); });
      response.on('close', resolve);
    });
  });
  await leave(server, await listen(server), `${POST}Content-Length: 3\r\n\r\nabc`, 'end', begun);
  assert.deepStrictEqual(log.toSorted(), ['close true false true', 'data abc', 'end', 'response close true']);
  server.close();
}

async function withinTheHead() {
  const server = http.createServer(() => assert.fail('there is no request'));
  const error = new Promise((resolve) => {
    server.on('clientError', (error, socket) => {
      socket.destroy();
      resolve(error);
    });
  });
  await leave(server, await listen(server), `${POST}Cont`, 'end');
  assert.strictEqual((await error).code, 'HPE_INVALID_EOF_STATE');
  server.close();
}

finish(async () => {
  for (const reader of Object.keys(readers)) await unanswered(reader);
  await answered();
  await whole();
  await withinTheHead();
});
