'use strict';
// --experimental-network-inspection: what http, https, http2, fetch and WebSockets do is reported to the Network domain.

const { subscribe, unsubscribe } = require('diagnostics_channel');
const { report } = require('inspector/network');
const { contentType, flatHeaders, nextRequestId, now, wallTime } = require('inspector/network_parts');
const { watchBody } = require('inspector/network_body');

const kId = Symbol('network event id');

// --- http, https ---

function onClientRequest({ request }) {
  request[kId] = nextRequestId();
  const headers = flatHeaders(Object.entries(request.getHeaders()));
  const { charset } = contentType(headers['content-type']);
  report('requestWillBeSent', {
    requestId: request[kId],
    timestamp: now(),
    wallTime: wallTime(),
    charset,
    request: { url: urlOf(request), method: request.method, headers },
  });
}

function urlOf(request) {
  return `${request.protocol}//${request.getHeader('host') ?? request.host}${request.path}`;
}

function onClientError({ request, error }) {
  if (request[kId] === undefined) return;
  report('loadingFailed', { requestId: request[kId], timestamp: now(), type: 'Other', errorText: error.message });
}

function onClientResponse({ request, response }) {
  const requestId = request[kId];
  if (requestId === undefined) return;
  const headers = flatHeaders(Object.entries(response.headers));
  report('responseReceived', {
    requestId,
    timestamp: now(),
    type: 'Other',
    response: {
      url: urlOf(request), status: response.statusCode, statusText: response.statusMessage ?? '', headers,
      ...contentType(headers['content-type']),
    },
  });
  watchBody(requestId, response, true);
}

// --- fetch ---

const exchanges = new WeakMap(); // undici's request -> {requestId, url}

function onFetch({ request }) {
  const requestId = nextRequestId();
  const url = `${request.origin}${request.path}`;
  exchanges.set(request, { requestId, url });
  const pairs = [];
  for (let i = 0; i + 1 < request.headers.length; i += 2) pairs.push([request.headers[i], request.headers[i + 1]]);
  const headers = flatHeaders(pairs);
  report('requestWillBeSent', {
    requestId, timestamp: now(), wallTime: wallTime(), charset: contentType(headers['content-type']).charset,
    request: { url, method: request.method, headers, hasPostData: request.body !== null && request.body !== undefined },
  });
}

function onFetchResponse({ request, response }) {
  const exchange = exchanges.get(request);
  if (exchange === undefined) return;
  const pairs = [];
  for (let i = 0; i + 1 < response.headers.length; i += 2) pairs.push([`${response.headers[i]}`, `${response.headers[i + 1]}`]);
  const headers = flatHeaders(pairs);
  report('responseReceived', {
    requestId: exchange.requestId, timestamp: now(), type: 'Fetch',
    response: {
      url: exchange.url, status: response.statusCode, statusText: response.statusText, headers,
      ...contentType(headers['content-type']),
    },
  });
}

const told = (name, more) => (message) => {
  const exchange = exchanges.get(message.request);
  if (exchange !== undefined) report(name, { requestId: exchange.requestId, timestamp: now(), ...more(message) });
};

const pieceOf = ({ chunk }) => ({ dataLength: chunk.byteLength, encodedDataLength: chunk.byteLength, data: chunk });

// --- WebSockets, once they are open: what leads there is a fetch ---

const idsOfSockets = new WeakMap();

function onWebSocketOpen({ websocket, handshakeResponse: { status, statusText, headers } }) {
  const requestId = nextRequestId();
  idsOfSockets.set(websocket, requestId);
  report('webSocketCreated', { requestId, url: websocket.url });
  report('webSocketHandshakeResponseReceived', {
    requestId, timestamp: now(), response: { status, statusText, headers: flatHeaders(Object.entries(headers)) },
  });
}

function onWebSocketClose({ websocket }) {
  const requestId = idsOfSockets.get(websocket);
  if (requestId !== undefined) report('webSocketClosed', { requestId, timestamp: now() });
}

const channels = {
  ...require('inspector/network_http2').channels,
  'http.client.request.created': onClientRequest,
  'http.client.request.error': onClientError,
  'http.client.response.finish': onClientResponse,
  'undici:request:create': onFetch,
  'undici:request:headers': onFetchResponse,
  'undici:request:bodyChunkSent': told('dataSent', ({ chunk }) => ({ dataLength: chunk.byteLength, data: chunk })),
  'undici:request:bodySent': told('dataSent', () => ({ finished: true })),
  'undici:request:bodyChunkReceived': told('dataReceived', pieceOf),
  'undici:request:trailers': told('loadingFinished', () => ({})),
  'undici:websocket:open': onWebSocketOpen,
  'undici:websocket:close': onWebSocketClose,
  'undici:request:error': told('loadingFailed', ({ error }) => ({ type: 'Fetch', errorText: error.message })),
};

/** Reports requests from now on, or no more. */
function setEnabled(on) {
  for (const [name, listener] of Object.entries(channels)) (on ? subscribe : unsubscribe)(name, listener);
}

module.exports = { setEnabled };
