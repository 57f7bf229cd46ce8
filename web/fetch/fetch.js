// The globals of the web that undici gives, from npm: fetch and its classes, EventSource, WebSocket.
//
// fetch() has a short way for requests of the ordinary kinds, on a client of ours (exchange.js, connections.js), as long as
// nobody would notice: the default dispatcher is in place, and no channel of undici has subscribers. All else is undici's fetch.
'use strict';
const undici = require('undici');
const { proxyEnvironment } = require('http/proxy');
const { isShort } = require('fetch/default_dispatcher');

// --use-env-proxy and NODE_USE_ENV_PROXY hold for fetch too.
if (proxyEnvironment() !== undefined) undici.setGlobalDispatcher(new undici.EnvHttpProxyAgent());

/**
 * As the standard has it. The stack of its errors names the async functions that waited, as if it began here.
 * @returns {Promise<Response>}
 */
function fetch(input, init = undefined) {
  return begin(input, init).catch((error) => {
    if (typeof error === 'object' && error !== null) Error.captureStackTrace(error);
    throw error;
  });
}

function begin(input, init) {
  const request = isShort() ? require('fetch/plain_request').plan(input, init) : null;
  if (request === null) return undici.fetch(input, init);
  const { Exchange } = require('fetch/exchange');
  return new Exchange(request, (dispatcher) => ordinarily(request, dispatcher)).start();
}

/** The same request by undici's fetch. */
function ordinarily({ url, method, fields, body, redirect }, dispatcher) {
  return undici.fetch(url, { __proto__: null, method, headers: fields, body, redirect, dispatcher });
}

const { FormData, Headers, Request, Response, EventSource, WebSocket, CloseEvent } = undici;
module.exports = { fetch, FormData, Headers, Request, Response, EventSource, WebSocket, CloseEvent };
