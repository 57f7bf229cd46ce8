'use strict';
const assert = require('node:assert');
const channels = require('node:diagnostics_channel');
const http2 = require('node:http2');
const finish = require('../../../test/_finish');

let notes = [];
const show = ({ writev, data, encoding }) => [writev, encoding, [].concat(data).map((each) => (
  each.chunk === undefined ? `${each}` : `${each.chunk} ${each.encoding}`)).join()].join(' ');
for (const name of ['client.stream.bodyChunkSent', 'client.stream.bodySent', 'client.stream.close', 'server.stream.close']) {
  channels.subscribe(`http2.${name}`, (message) => {
    const { stream } = message;
    if (name.endsWith('close')) notes.push(`${name} ${stream.closed} ${stream.destroyed} ${stream.rstCode}`);
    else notes.push(name.endsWith('Sent') && message.data !== undefined ? `chunk ${show(message)}` : 'body');
  });
}

const ended = ['server.stream.close true false 0', 'client.stream.close true false 0'];
const post = { ':method': 'POST' };

// [the request's headers, what the client sends, what is published, in order]
const cases = [
  [{}, () => {}, ['body', ...ended]],
  [post, (stream) => stream.end(), ['body', ...ended]],
  [post, (stream) => stream.end('\u00e9', 'latin1'), ['chunk false latin1 \u00e9', 'body', ...ended]],
  [post, (stream) => {
    stream.cork();
    stream.write('a');
    stream.write(Buffer.from('b'));
    stream.uncork();
    stream.end();
  }, ['chunk true  a utf8,b buffer', 'body', ...ended]],
  [post, (stream) => {
    stream.cork();
    stream.write(Buffer.from('a'));
    stream.write(Buffer.from('b'));
    stream.uncork();
    stream.end();
  }, ['chunk true  a,b', 'body', ...ended]],
];

finish(async () => {
  const server = http2.createServer();
  server.on('stream', (stream) => {
    stream.on('error', () => {}); // of the last one
    stream.respond();
    stream.resume().on('end', () => stream.end('x'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = http2.connect(`http://127.0.0.1:${server.address().port}`);
  await new Promise((resolve) => client.on('connect', resolve));
  for (const [headers, send, expected] of cases) {
    notes = [];
    const stream = client.request(headers);
    send(stream);
    await new Promise((resolve) => stream.resume().on('close', resolve));
    assert.deepStrictEqual(notes, expected);
  }

  // A stream that is destroyed with an error is that by then.
  notes = [];
  const failing = client.request(post);
  failing.on('error', () => {}).destroy(new Error('boo'));
  await new Promise((resolve) => failing.on('close', resolve));
  assert.ok(notes.includes('client.stream.close true true 2'), notes.join());
  await new Promise((resolve) => client.close(resolve));
  await new Promise((resolve) => server.close(resolve));
});
