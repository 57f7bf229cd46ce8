'use strict';
// One request after the other over one HTTP/2 connection, to a server of this process.
const http2 = require('node:http2');

/** Values by names of a flat list [name, value, ...] without 'date'; `raw` for what comes more than once. */
function withoutDate(raw) {
  const list = [];
  for (let i = 0; i < raw.length; i += 2) if (raw[i] !== 'date') list.push(raw[i], raw[i + 1]);
  return list;
}

/**
 * What came for a request: { status, head (without date), flags, body, trailers, info, errors, events }.
 * @param {ClientHttp2Session} client @param {object} headers @param {(stream) => void} [send] ends the stream itself
 * @param {object} [trailers] of the request
 */
function ask(client, headers, send = (stream) => stream.end(), trailers = undefined) {
  const stream = client.request(headers, { endStream: false, waitForTrailers: trailers !== undefined });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  const got = { status: undefined, head: undefined, flags: undefined, date: undefined, body: '', trailers: undefined, info: [],
    error: undefined };
  stream.setEncoding('utf8');
  stream.on('response', (fields, flags, raw) => {
    Object.assign(got, { status: fields[':status'], head: withoutDate(raw), flags, date: fields.date });
  });
  stream.on('headers', (fields, flags, raw) => got.info.push(raw));
  stream.on('trailers', (fields, flags, raw) => { got.trailers = raw; });
  stream.on('data', (text) => { got.body += text; });
  stream.on('error', (error) => { got.error = error; });
  send(stream);
  return new Promise((resolve) => stream.on('close', () => resolve(got)));
}

/**
 * Calls body(ask, server, client) with a server on loopback whose 'request' events go to the listener that was given to ask()
 * last: ask(listener[, headers[, send[, trailers]]]). Closes both when its promise is settled.
 */
async function withServer(body, options = {}) {
  let listener;
  const server = http2.createServer(options, (request, response) => listener(request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = http2.connect(`http://127.0.0.1:${server.address().port}`);
  try {
    await body((next, headers = {}, send = undefined, trailers = undefined) => {
      listener = next;
      return ask(client, headers, send, trailers);
    }, server, client);
  } finally {
    await new Promise((resolve) => client.close(resolve));
    await new Promise((resolve) => server.close(resolve));
  }
}

module.exports = { ask, withServer, withoutDate };
