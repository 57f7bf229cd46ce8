// The globals of the web that undici gives, from npm: fetch and its classes, EventSource, WebSocket.
'use strict';
const undici = require('undici');
const { proxyEnvironment } = require('http/proxy');

// --use-env-proxy and NODE_USE_ENV_PROXY hold for fetch too.
if (proxyEnvironment() !== undefined) undici.setGlobalDispatcher(new undici.EnvHttpProxyAgent());

/**
 * undici's. The stack of its errors names the async functions that waited, as if it began here.
 * @returns {Promise<Response>}
 */
function fetch(input, init = undefined) {
  return undici.fetch(input, init).catch((error) => {
    if (typeof error === 'object' && error !== null) Error.captureStackTrace(error);
    throw error;
  });
}

const { FormData, Headers, Request, Response, EventSource, WebSocket, CloseEvent } = undici;
module.exports = { fetch, FormData, Headers, Request, Response, EventSource, WebSocket, CloseEvent };
