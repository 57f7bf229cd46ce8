'use strict';
// --experimental-network-inspection: what http, https and fetch do is reported to the Network domain.

const { subscribe, unsubscribe } = require('diagnostics_channel');
const { report } = require('inspector/network');

const kId = Symbol('network event id');
let lastId = 0;

const now = () => performance.now() / 1000;
const wallTime = () => Date.now() / 1000;

// Lower-case names; several values of one name in a string.
function flatHeaders(entries) {
  const flat = { __proto__: null };
  for (const [name, value] of entries) {
    const key = name.toLowerCase();
    const separator = key === 'set-cookie' ? '\n' : key === 'cookie' ? '; ' : ', ';
    const text = Array.isArray(value) ? value.join(separator) : `${value}`;
    flat[key] = flat[key] === undefined ? text : `${flat[key]}${separator}${text}`;
  }
  return flat;
}

// {mimeType, charset} of a Content-Type.
function contentType(value) {
  if (value === undefined) return { mimeType: '', charset: '' };
  const [type, ...parameters] = value.split(';').map((part) => part.trim());
  const charset = parameters.find((parameter) => /^charset=/i.test(parameter));
  return { mimeType: type.toLowerCase(), charset: charset?.slice('charset='.length).replace(/^"|"$/g, '').toLowerCase() ?? '' };
}

// --- http, https ---

function onClientRequest({ request }) {
  request[kId] = `node-network-event-${++lastId}`;
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
  watchBody(requestId, response);
}

// Without making the response flow: what its stream is given is looked at on its way.
function watchBody(requestId, response) {
  const { Buffer } = require('buffer');
  const { push } = response;
  response.push = function(chunk, encoding) {
    if (chunk !== null) {
      const data = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
      report('dataReceived', {
        requestId, timestamp: now(), dataLength: data.length, encodedDataLength: data.length, data,
      });
    }
    return Reflect.apply(push, this, arguments);
  };
  response.once('end', () => report('loadingFinished', { requestId, timestamp: now() }));
}

// --- fetch ---

const exchanges = new WeakMap(); // undici's request -> {requestId, url}

function onFetch({ request }) {
  const requestId = `node-network-event-${++lastId}`;
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

const channels = {
  'http.client.request.created': onClientRequest,
  'http.client.request.error': onClientError,
  'http.client.response.finish': onClientResponse,
  'undici:request:create': onFetch,
  'undici:request:headers': onFetchResponse,
  'undici:request:bodyChunkSent': told('dataSent', ({ chunk }) => ({ dataLength: chunk.byteLength, data: chunk })),
  'undici:request:bodySent': told('dataSent', () => ({ finished: true })),
  'undici:request:bodyChunkReceived': told('dataReceived', pieceOf),
  'undici:request:trailers': told('loadingFinished', () => ({})),
  'undici:request:error': told('loadingFailed', ({ error }) => ({ type: 'Fetch', errorText: error.message })),
};

/** Reports requests from now on, or no more. */
function setEnabled(on) {
  for (const [name, listener] of Object.entries(channels)) (on ? subscribe : unsubscribe)(name, listener);
}

module.exports = { setEnabled };
