'use strict';
// The streams of http2's clients, those that servers push included, as the Network domain's requests.

const { report } = require('inspector/network');
const { contentType, flatHeaders, nextRequestId, now, wallTime } = require('inspector/network_parts');

const exchanges = new WeakMap(); // stream -> {requestId, url}

function onCreated({ stream, headers }) {
  const requestId = nextRequestId();
  const flat = flatHeaders(Object.entries(headers));
  const url = `${flat[':scheme']}://${flat[':authority']}${flat[':path']}`;
  exchanges.set(stream, { requestId, url });
  report('requestWillBeSent', {
    requestId,
    timestamp: now(),
    wallTime: wallTime(),
    charset: contentType(flat['content-type']).charset,
    request: { url, method: flat[':method'], headers: flat, hasPostData: !stream.writableEnded },
  });
}

function onChunkSent({ stream, writev, data, encoding }) {
  const exchange = exchanges.get(stream);
  if (exchange === undefined) return;
  const { Buffer } = require('buffer');
  const pieces = writev ? data : [{ chunk: data, encoding }];
  for (const piece of pieces) {
    const chunk = piece.chunk ?? piece;
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, piece.encoding) : chunk;
    report('dataSent', { requestId: exchange.requestId, timestamp: now(), dataLength: bytes.byteLength, data: bytes });
  }
}

function onSent({ stream }) {
  const exchange = exchanges.get(stream);
  if (exchange !== undefined) report('dataSent', { requestId: exchange.requestId, timestamp: now(), finished: true });
}

function onResponse({ stream, headers }) {
  const exchange = exchanges.get(stream);
  if (exchange === undefined) return;
  const flat = flatHeaders(Object.entries(headers));
  report('responseReceived', {
    requestId: exchange.requestId,
    timestamp: now(),
    type: 'Other',
    response: {
      url: exchange.url, status: headers[':status'], statusText: '', headers: flat, ...contentType(flat['content-type']),
    },
  });
  require('inspector/network_body').watchBody(exchange.requestId, stream, false);
}

function onClose({ stream }) {
  const exchange = exchanges.get(stream);
  if (exchange === undefined || stream.rstCode !== 0) return; // reported as failed
  report('loadingFinished', { requestId: exchange.requestId, timestamp: now() });
}

function onError({ stream, error }) {
  const exchange = exchanges.get(stream);
  if (exchange === undefined) return;
  exchanges.delete(stream);
  report('loadingFailed', { requestId: exchange.requestId, timestamp: now(), type: 'Other', errorText: error.message });
}

const channels = {
  'http2.client.stream.created': onCreated,
  'http2.client.stream.bodyChunkSent': onChunkSent,
  'http2.client.stream.bodySent': onSent,
  'http2.client.stream.finish': onResponse,
  'http2.client.stream.close': onClose,
  'http2.client.stream.error': onError,
};

module.exports = { channels };
