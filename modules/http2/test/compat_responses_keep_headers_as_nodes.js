'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { withServer } = require('./_exchange');

const code = (fn) => {
  try {
    fn();
    return 'none';
  } catch (error) {
    return error.code ?? error.message;
  }
};

function names(response) {
  for (const [name, value, expected] of [
    [5, 1, 'ERR_INVALID_ARG_TYPE'], [undefined, 1, 'ERR_INVALID_ARG_TYPE'], ['', 1, 'ERR_INVALID_HTTP_TOKEN'],
    [' ', 1, 'ERR_INVALID_HTTP_TOKEN'], ['a b', 1, 'ERR_INVALID_HTTP_TOKEN'], ['a', undefined, 'ERR_HTTP2_INVALID_HEADER_VALUE'],
    ['a', null, 'ERR_HTTP2_INVALID_HEADER_VALUE'], [':path', 1, 'ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED'],
    [' :STATUS', 1, 'ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED'], [':foo', 1, 'ERR_HTTP2_INVALID_PSEUDOHEADER'],
  ]) {
    assert.strictEqual(code(() => response.setHeader(name, value)), expected);
    assert.strictEqual(code(() => response.appendHeader(name, value)), expected);
    if (name !== ':foo') assert.strictEqual(code(() => response.setTrailer(name, value)), expected);
  }
  assert.throws(() => response.setHeader('a', null), { name: 'TypeError', message: 'Invalid value "null" for header "a"' });
  for (const method of ['getHeader', 'hasHeader', 'removeHeader']) {
    assert.strictEqual(code(() => response[method](5)), 'ERR_INVALID_ARG_TYPE');
  }
}

function values(response) {
  assert.strictEqual(response.setHeader(' X-One\t', 1), undefined);
  assert.strictEqual(response.getHeader('x-ONE '), 1);
  assert.strictEqual(response.hasHeader('X-one'), true);
  response.setHeader('List', ['a', 'b']);
  assert.strictEqual(response.appendHeader('list', ['c']), undefined);
  response.appendHeader('LIST', 'd');
  assert.deepStrictEqual(response.getHeader('list'), ['a', 'b', 'c', 'd']);
  response.appendHeader('new', '1');
  assert.strictEqual(response.getHeader('new'), '1');
  response.appendHeader('new', '2');
  assert.deepStrictEqual(response.getHeader('new'), ['1', '2']);
  assert.deepStrictEqual(response.getHeaderNames(), ['x-one', 'list', 'new']);
  const headers = response.getHeaders();
  assert.strictEqual(Object.getPrototypeOf(headers), null);
  headers.other = 1;
  assert.strictEqual(response.hasHeader('other'), false);
  response.removeHeader('NEW');
  assert.strictEqual(response.getHeader('new'), undefined);
  // A date is no longer added once it was removed, and stays if it was set.
  response.setHeader('date', 'today');
  response.removeHeader('Date');
  assert.deepStrictEqual([response.sendDate, response.getHeader('date')], [false, 'today']);
}

function status(response) {
  for (const [value, expected] of [[99, 'ERR_HTTP2_STATUS_INVALID'], [600, 'ERR_HTTP2_STATUS_INVALID'],
    ['x', 'ERR_HTTP2_STATUS_INVALID'], [undefined, 'ERR_HTTP2_STATUS_INVALID'], [100, 'ERR_HTTP2_INFO_STATUS_NOT_ALLOWED'],
    [199, 'ERR_HTTP2_INFO_STATUS_NOT_ALLOWED']]) {
    assert.strictEqual(code(() => { response.statusCode = value; }), expected);
  }
  response.statusCode = '201';
  assert.strictEqual(response.statusCode, 201);
  assert.strictEqual(response.sendDate, false);
  response.sendDate = 'x';
  assert.strictEqual(response.sendDate, true);
}

function afterwards(response) {
  assert.deepStrictEqual([response.headersSent, response._header], [false, false]);
  response.flushHeaders();
  response.flushHeaders();
  assert.deepStrictEqual([response.headersSent, response._header], [true, true]);
  for (const call of [() => response.setHeader('a', 'b'), () => response.appendHeader('a', 'b'), () => response.removeHeader('a'),
    () => response.writeHead(200)]) {
    assert.throws(call, { name: 'Error', code: 'ERR_HTTP2_HEADERS_SENT', message: 'Response has already been initiated.' });
  }
  assert.strictEqual(response.writeContinue(), false);
  assert.strictEqual(response.writeEarlyHints({ link: '</a>; rel=preload' }), false);
}

// Warnings come once in a process's life.
const warnings = [];
process.on('warning', ({ name, message }) => warnings.push([name, message]));

finish(() => withServer(async (ask) => {
  let got = await ask((request, response) => {
    names(response);
    values(response);
    status(response);
    response.setHeader('Connection', 'close');
    response.setHeader('connection', 'close');
    assert.strictEqual(response.hasHeader('connection'), false);
    response.statusMessage = 'Fine';
    assert.strictEqual(response.statusMessage, '');
    afterwards(response);
    response.end('body');
  });
  assert.strictEqual(got.body, 'body');
  assert.deepStrictEqual([got.status, got.head, got.date], [201,
    [':status', '201', 'x-one', '1', 'list', 'a', 'list', 'b', 'list', 'c', 'list', 'd'], 'today']);
  assert.deepStrictEqual(warnings, [
    ['UnsupportedWarning', 'The provided connection header is not valid, the value will be dropped from the header and will ' +
      'never be in use.'],
    ['UnsupportedWarning', 'Status message is not supported by HTTP/2 (RFC7540 8.1.2.4)'],
  ]);

  // What belongs to a connection of HTTP/1 is refused when the head is to be sent.
  got = await ask((request, response) => {
    response.setHeader('Keep-Alive', 'timeout=5');
    assert.throws(() => response.end(), { name: 'TypeError', code: 'ERR_HTTP2_INVALID_CONNECTION_HEADERS',
      message: 'HTTP/1 Connection specific headers are forbidden: "keep-alive"' });
    assert.strictEqual(response.headersSent, false);
    response.stream.close();
  });
  assert.strictEqual(got.status, undefined);

  // A name that is no token, and has no space in it, destroys the stream.
  got = await ask((request, response) => {
    response.stream.on('error', finish.once((error) => assert.strictEqual(error.code, 'ERR_INVALID_HTTP_TOKEN')));
    response.setHeader('a(b', 1);
    assert.strictEqual(response.stream.destroyed, true);
  });
  assert.strictEqual(got.error.message, 'Stream closed with error code NGHTTP2_INTERNAL_ERROR');
}));
