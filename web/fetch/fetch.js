// The globals of the web that undici gives, from npm: fetch and its classes, EventSource, WebSocket. Each is loaded with what it needs
// when it is asked for.
//
// fetch() has a short way for requests of the ordinary kinds, on a client of ours (exchange.js, connections.js), as long as
// nobody would notice: the default dispatcher is in place, and no channel of undici has subscribers. All else is undici's fetch.
'use strict';
const { proxyEnvironment } = require('http/proxy');
const { isShort } = require('fetch/default_dispatcher');

// --use-env-proxy and NODE_USE_ENV_PROXY hold for fetch too.
if (proxyEnvironment() !== undefined) {
  const EnvHttpProxyAgent = require('undici/lib/dispatcher/env-http-proxy-agent');
  require('undici/lib/global').setGlobalDispatcher(new EnvHttpProxyAgent());
}

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
  if (request === null) return require('undici/lib/web/fetch/index').fetch(input, init);
  const { Exchange } = require('fetch/exchange');
  return new Exchange(request, (dispatcher) => ordinarily(request, dispatcher)).start();
}

/** The same request by undici's fetch. */
function ordinarily({ url, method, fields, body, redirect }, dispatcher) {
  return require('undici/lib/web/fetch/index').fetch(url, { __proto__: null, method, headers: fields, body, redirect, dispatcher });
}

module.exports = {
  fetch,
  get FormData() { return require('undici/lib/web/fetch/formdata').FormData; },
  get Headers() { return require('undici/lib/web/fetch/headers').Headers; },
  get Request() {
    require('undici/lib/web/fetch/response'); // what a body may be is said there
    return require('undici/lib/web/fetch/request').Request;
  },
  get Response() { return require('undici/lib/web/fetch/response').Response; },
  get EventSource() { return require('undici/lib/web/eventsource/eventsource').EventSource; },
  get WebSocket() { return require('undici/lib/web/websocket/websocket').WebSocket; },
  get CloseEvent() { return require('undici/lib/web/websocket/events').CloseEvent; },
};
