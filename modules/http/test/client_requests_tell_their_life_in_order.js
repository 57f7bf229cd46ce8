'use strict';
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const finish = require('../../../test/_finish');

const REQUEST_EVENTS = [
  'socket', 'information', 'continue', 'timeout', 'abort', 'prefinish', 'finish', 'error', 'close',
];
const RESPONSE_EVENTS = ['aborted', 'end', 'error', 'timeout'];
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx';
const KEEPING = 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx';
const HANG_UP = 'error ECONNRESET socket hang up';
const SENT = ['socket', 'prefinish', 'finish'];
const ABORTED = ['res aborted', 'close', 'res error ECONNRESET aborted', 'res close false true'];

function told(name, argument) {
  return name === 'error' ? `error ${argument.code} ${argument.message}` : name;
}

function watchRequest(request, log) {
  for (const name of REQUEST_EVENTS) request.on(name, (argument) => log.push(told(name, argument)));
}

function watchResponse(response, log) {
  log.push(`response ${response.statusCode}`);
  for (const name of RESPONSE_EVENTS) response.on(name, (argument) => log.push(`res ${told(name, argument)}`));
  response.on('close', () => log.push(`res close ${response.complete} ${response.aborted}`));
  response.on('data', (data) => log.push(`res data ${data}`));
}

// `answer`: the bytes the server sends upon the head of a request, or function (socket).
// `start(options, log, onResponse)` makes the request, and returns it, or a promise of what else happens.
async function scene(name, { answer, agent = {}, start, expected, until = 'close' }) {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      if (typeof answer === 'function') answer(socket);
      else socket.write(answer);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const options = { host: '127.0.0.1', port: server.address().port, agent: new http.Agent(agent) };
  const log = [];
  options.agent.on('free', () => log.push('free'));
  const request = start(options, log, (response) => watchResponse(response, log));
  await new Promise((resolve) => request.on(until, resolve));
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve)); // what follows 'close'
  assert.deepStrictEqual(log, expected, name);
  options.agent.destroy();
  server.close();
}

function get(options, log, onResponse) {
  const request = http.get(options, onResponse);
  watchRequest(request, log);
  return request;
}

// Does something to a request as soon as it is made, or upon one of its events.
const doing = (action, event) => (options, log, onResponse) => {
  const request = get(options, log, onResponse);
  if (event) request.once(event, (argument) => action(request, argument));
  else action(request);
  return request;
};

const scenes = {
  'a connection for one request': {
    answer: ANSWER, start: get,
    expected: [...SENT, 'response 200', 'res data x', 'res end', 'res close true false', 'close'],
  },
  'a connection that is kept': {
    answer: KEEPING, agent: { keepAlive: true }, start: get,
    expected: [...SENT, 'response 200', 'res data x', 'res end', 'close', 'free', 'res close true false'],
  },
  'nobody takes the response': {
    answer: ANSWER, start: (options, log) => get(options, log), expected: [...SENT, 'close'],
  },
  'destroyed at once': {
    answer: ANSWER, start: doing((request) => request.destroy()), expected: ['free', HANG_UP, 'close'],
  },
  'destroyed at once with an error': {
    answer: ANSWER, start: doing((request) => request.destroy(new Error('E'))),
    expected: ['free', 'error undefined E', 'close'],
  },
  'aborted at once': {
    answer: ANSWER, start: doing((request) => request.abort()), expected: ['free', 'close', 'abort'],
  },
  'destroyed upon its socket': {
    answer: ANSWER, start: doing((request) => request.destroy(), 'socket'), expected: ['socket', HANG_UP, 'close'],
  },
  'aborted upon its socket': {
    answer: ANSWER, start: doing((request) => request.abort(), 'socket'),
    expected: ['socket', 'abort', HANG_UP, 'close'],
  },
  'destroyed upon a response that is complete': {
    answer: ANSWER, start: doing((request) => request.destroy(), 'response'),
    expected: [...SENT, 'response 200', 'res end', 'res close true false', 'close'],
  },
  'destroyed upon a response that is not complete': {
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nx', start: doing((request) => request.destroy(), 'response'),
    expected: [...SENT, 'response 200', ...ABORTED],
  },
  'a response destroyed with an error': {
    answer: ANSWER, start: doing((request, response) => response.destroy(new Error('E')), 'response'),
    expected: [...SENT, 'response 200', 'res aborted', 'error undefined E', 'res error undefined E',
               'res close true true', 'close'],
  },
  'the server hangs up': {
    answer: (socket) => socket.end(), start: get, expected: [...SENT, HANG_UP, 'close'],
  },
  'the server hangs up within the head': {
    answer: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le'), start: get, expected: [...SENT, HANG_UP, 'close'],
  },
  'the server resets': {
    answer: (socket) => socket.resetAndDestroy(), start: get,
    expected: [...SENT, 'error ECONNRESET read ECONNRESET', 'close'],
  },
  'a body with a length is cut short': {
    answer: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'), start: get,
    expected: [...SENT, 'response 200', 'res data abc', ...ABORTED],
  },
  'a body in chunks is cut short': {
    answer: (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'), start: get,
    expected: [...SENT, 'response 200', 'res data abc', ...ABORTED],
  },
  'a body ends with the connection': {
    answer: (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nabc'), start: get,
    expected: [...SENT, 'response 200', 'res data abc', 'res end', 'res close true false', 'close'],
  },
  'a second response comes at once': {
    answer: KEEPING + KEEPING, agent: { keepAlive: true }, start: get,
    expected: [...SENT, 'response 200', 'res data x', 'res end', 'close', 'free', 'res close true false'],
  },
  'informational responses come before': {
    answer: 'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n' + ANSWER, start: get,
    expected: [...SENT, 'information', 'information', 'response 200', 'res data x', 'res end', 'res close true false',
               'close'],
  },
  'the time is up': {
    answer: '', start: doing((request) => request.setTimeout(10, () => request.destroy())),
    expected: [...SENT, 'timeout', HANG_UP, 'close'],
  },
  'a signal comes': {
    answer: '',
    start(options, log, onResponse) {
      const controller = new AbortController();
      const request = get({ ...options, signal: controller.signal }, log, onResponse);
      request.on('finish', () => controller.abort());
      return request;
    },
    expected: [...SENT, 'error ABORT_ERR The operation was aborted', 'close'],
  },
  'the server answers before it has all': {
    answer: KEEPING, agent: { keepAlive: true },
    start(options, log, onResponse) {
      const request = http.request({ ...options, method: 'POST' }, (response) => {
        onResponse(response);
        response.on('close', () => request.end('b'));
      });
      watchRequest(request, log);
      request.write('a');
      return request;
    },
    expected: ['socket', 'response 200', 'res data x', 'res end', 'res close true false', 'prefinish', 'finish',
               'close', 'free'],
  },
  'a body waits for 100 Continue': {
    answer: (socket) => {
      socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      socket.once('data', () => socket.write(ANSWER));
    },
    start(options, log, onResponse) {
      const request = http.request({ ...options, method: 'POST', headers: { Expect: '100-continue' } }, onResponse);
      watchRequest(request, log);
      request.on('continue', () => request.end('a'));
      return request;
    },
    expected: ['socket', 'continue', 'prefinish', 'information', 'finish', 'response 200', 'res data x', 'res end',
               'res close true false', 'close'],
  },
  'a write after the end': {
    answer: ANSWER, start: doing((request) => request.write('x')),
    expected: ['socket', 'prefinish', 'error ERR_STREAM_WRITE_AFTER_END write after end', 'finish', 'response 200',
               'res data x', 'res end', 'res close true false', 'close'],
  },
};

finish(async () => {
  for (const [name, parts] of Object.entries(scenes)) await scene(name, parts);
});
