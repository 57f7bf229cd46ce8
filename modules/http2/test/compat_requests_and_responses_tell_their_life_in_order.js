'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { withServer } = require('./_exchange');

/** A 'request' listener that notes what happens to both, then calls `act`. */
function noting(events, act) {
  return (request, response) => {
    request.on('aborted', () => events.push('request aborted')).on('close', () => events.push('request close'))
      .on('error', () => events.push('request error'));
    response.on('finish', () => events.push('finish')).on('close', () => events.push('close'))
      .on('error', () => events.push('response error'));
    response.stream.on('error', (error) => events.push(`stream ${error.code ?? error.message}`));
    act(request, response, (what) => events.push(what));
  };
}

const post = { ':method': 'POST' };
const sendBody = (stream) => stream.end('body');

// [name, what the listener does, what happens at the server, the body at the client, request headers, what the client sends]
const cases = [
  ['end', (q, r, note) => r.end('x', () => note('callback')), 'callback|request close|finish|close', 'x'],
  ['write and end', (q, r, note) => {
    r.write('x', () => note('written'));
    r.end(() => note('callback'));
  }, 'written|callback|request close|finish|close', 'x'],
  ['end twice', (q, r, note) => {
    assert.strictEqual(r.end('x'), r);
    assert.strictEqual(r.end('y', () => note('second')), r);
    assert.deepStrictEqual([r.finished, r.writableEnded, r.headersSent], [true, true, true]);
  }, 'second|request close|finish|close', 'x'],
  ['write after end', (q, r, note) => {
    r.end('x');
    assert.strictEqual(r.write('y', (error) => note(error.code)), false);
  }, 'ERR_STREAM_WRITE_AFTER_END|stream ERR_STREAM_WRITE_AFTER_END|request close|finish|close'],
  ['destroy', (q, r) => {
    assert.strictEqual(r.destroy(), undefined);
    assert.strictEqual(r.write('x', finish.never('no callback')), false);
  }, 'request aborted|request close|finish|close', ''],
  ['destroy with an error', (q, r) => r.destroy(new Error('boo')), 'request aborted|stream boo|request close|finish|close'],
  ['end behind destroy', (q, r, note) => {
    r.destroy();
    assert.strictEqual(r.end(() => note('first')), r);
    assert.strictEqual(r.end(() => note('second')), r);
  }, 'request aborted|finish|first|close|request close|second', ''],
  ['read all', (q, r, note) => {
    let body = '';
    q.setEncoding('utf8').on('data', (text) => { body += text; });
    assert.deepStrictEqual([q.complete, q.trailers, q.rawTrailers], [false, {}, []]);
    q.on('end', () => {
      note(`${body} ${q.complete}`);
      r.end('x');
    });
  }, 'body true|request close|finish|close', 'x', post, sendBody],
  ['iterate', async (q, r, note) => {
    let body = '';
    for await (const chunk of q) body += chunk;
    note(body);
    r.end();
  }, 'body|request close|finish|close', '', post, sendBody],
];

finish(() => withServer(async (ask) => {
  for (const [name, act, expected, body, headers, send] of cases) {
    const events = [];
    const got = await ask(noting(events, act), headers, send);
    await new Promise(setImmediate); // the server's side has heard of it, too
    while (!events.includes('request close')) await new Promise(setImmediate);
    assert.strictEqual(events.join('|'), expected, name);
    if (body !== undefined) assert.strictEqual(got.body, body, name);
  }

  // Errors of a stream are neither the request's nor the response's, and break nothing.
  const got = await ask((request, response) => {
    request.on('error', finish.never('no error'));
    response.on('error', finish.never('no error'));
    response.write('x');
    response.stream.destroy(new Error('boo'));
  });
  assert.strictEqual(got.error.message, 'Stream closed with error code NGHTTP2_INTERNAL_ERROR');

  // Nobody reads: 'end' comes nevertheless.
  await ask((request, response) => {
    request.on('end', finish.once(() => assert.strictEqual(request.complete, true)));
    response.end();
  });

  // Trailers, both ways.
  const { trailers } = await ask((request, response) => {
    request.resume().on('end', () => {
      assert.deepStrictEqual(request.rawTrailers, ['x', '1', 'y', '2', 'y', '3']);
      assert.deepStrictEqual([request.trailers.x, request.trailers.y], ['1', '2, 3']);
      response.setTrailer('A', 'b');
      response.addTrailers({ ' C ': ['d', 'e'] });
      response.end('x');
    });
  }, post, sendBody, { X: 1, y: ['2', '3'] });
  assert.deepStrictEqual(trailers, ['a', 'b', 'c', 'd', 'c', 'e']);

  // Time passes: the request hears of it in front of the response, and both in front of the callback.
  const timeouts = [];
  await ask((request, response) => {
    request.on('timeout', () => timeouts.push('request'));
    response.on('timeout', () => timeouts.push('response'));
    assert.strictEqual(request.setTimeout(5, () => {
      timeouts.push('callback');
      response.end();
    }), request);
  });
  assert.deepStrictEqual(timeouts, ['request', 'response', 'callback']);
}));
