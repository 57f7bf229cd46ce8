'use strict';
// The Network domain: what a program, or network_events.js for it, reports of its requests goes to sessions that have
// enabled the domain. Bodies are kept for them until they ask.

const native = binding('inspector');
const { Buffer } = require('buffer');
const { validateObject, validateString } = require('validators');

const sessions = new Map(); // a session's number -> Map of request id -> Exchange

// With the first session that enables the domain, and after the last.
function onFirst(on) {
  if (require('options').getOption('--experimental-network-inspection')) require('inspector/network_events').setEnabled(on);
}

/** One request and its response, as one session sees it. */
class Exchange {
  sent = [];
  received = [];
  sentAsText = false;
  receivedAsText = false;
  isSent = true;       // the request's body is whole
  isDone = false;      // the response's is
  isStreamed = false;  // pieces go to the client as they come

  // A string of what is text; null where it is not.
  get sentText() {
    return this.sentAsText ? Buffer.concat(this.sent).toString() : null;
  }
}

const events = {
  __proto__: null,
  requestWillBeSent(exchanges, params) {
    const exchange = new Exchange();
    const { charset, ...rest } = params;
    exchange.sentAsText = charset === 'utf-8';
    exchange.isSent = !params.request?.hasPostData;
    exchanges.set(params.requestId, exchange);
    const request = { ...rest.request, hasPostData: Boolean(rest.request?.hasPostData) };
    return { ...rest, request, initiator: rest.initiator ?? initiator() };
  },
  responseReceived(exchanges, params) {
    const exchange = exchanges.get(params.requestId);
    if (exchange) exchange.receivedAsText = params.response?.charset === 'utf-8';
    const { mimeType = '', charset = '' } = params.response ?? {};
    return { ...params, response: { ...params.response, mimeType, charset } };
  },
  dataReceived(exchanges, params) {
    const exchange = exchanges.get(params.requestId);
    if (exchange === undefined) return undefined;
    if (!exchange.isStreamed) {
      exchange.received.push(Buffer.from(params.data));
      return undefined;
    }
    return { ...params, data: Buffer.from(params.data).toString('base64') };
  },
  dataSent(exchanges, params) {
    const exchange = exchanges.get(params.requestId);
    if (exchange === undefined) return undefined;
    if (params.finished) exchange.isSent = true;
    else exchange.sent.push(Buffer.from(params.data));
    return undefined;
  },
  loadingFinished(exchanges, params) {
    const exchange = exchanges.get(params.requestId);
    if (exchange) exchange.isDone = true;
    return params;
  },
  loadingFailed(exchanges, params) {
    exchanges.delete(params.requestId);
    return params;
  },
  webSocketCreated: (exchanges, params) => ({ ...params, initiator: params.initiator ?? initiator() }),
  webSocketClosed: (exchanges, params) => params,
  webSocketHandshakeResponseReceived: (exchanges, params) => params,
};

// Who makes a request: the stack, its asynchronous causes included.
function initiator() {
  return { type: 'script', stack: JSON.parse(native.captureStack()) };
}

/** Notifies the sessions of an event: `name` is one of the above. */
function report(name, params) {
  for (const [session, exchanges] of sessions) {
    const told = events[name](exchanges, params);
    if (told !== undefined) native.notify(session, `Network.${name}`, JSON.stringify(told));
  }
}

// --- inspector.Network ---

const Network = {};
for (const name of ['requestWillBeSent', 'responseReceived', 'loadingFinished', 'loadingFailed', 'dataSent',
                    'dataReceived', 'webSocketCreated', 'webSocketClosed', 'webSocketHandshakeResponseReceived']) {
  const emit = {
    [name](params) {
      validateObject(params, 'params');
      report(name, params);
    },
  };
  Network[name] = emit[name];
}

// --- What clients ask. ---

const notFound = { error: 'Request not found' };

function exchangeOf(session, { requestId }) {
  return sessions.get(session)?.get(requestId);
}

const streams = new Map();   // handle -> {text, position}
let lastHandle = 0;

const methods = {
  __proto__: null,
  'Network.enable'(session) {
    if (sessions.has(session)) return;
    sessions.set(session, new Map());
    if (sessions.size === 1) onFirst(true);
  },
  'Network.disable'(session) {
    if (sessions.delete(session) && sessions.size === 0) onFirst(false);
  },
  'Network.getRequestPostData'(session, params) {
    if (typeof params.requestId !== 'string') return { invalid: true };
    const exchange = exchangeOf(session, params);
    if (exchange === undefined) return notFound;
    if (!exchange.isSent) return { error: 'Request data is not finished yet' };
    if (exchange.sentText === null) return { error: 'Unable to serialize binary request body' };
    return { postData: exchange.sentText };
  },
  'Network.getResponseBody'(session, params) {
    if (typeof params.requestId !== 'string') return { invalid: true };
    const exchange = exchangeOf(session, params);
    if (exchange === undefined) return notFound;
    if (!exchange.isDone) return { error: 'Response data is not finished yet' };
    if (exchange.isStreamed) return { error: 'Response body of the request is been streamed' };
    const body = Buffer.concat(exchange.received);
    return { body: body.toString(exchange.receivedAsText ? 'utf8' : 'base64'), base64Encoded: !exchange.receivedAsText };
  },
  'Network.streamResourceContent'(session, params) {
    if (typeof params.requestId !== 'string') return { invalid: true };
    const exchange = exchangeOf(session, params);
    if (exchange === undefined) return notFound;
    const bufferedData = Buffer.concat(exchange.received).toString('base64');
    exchange.received.length = 0;
    exchange.isStreamed = true;
    return { bufferedData };
  },
  'Network.loadNetworkResource'(session, params) {
    if (typeof params.url !== 'string') return { invalid: true };
    if (!require('options').getOption('--experimental-inspector-network-resource')) {
      return { error: 'Network resource loading is not enabled. This feature requires --experimental-inspector-network-resource flag enabled.' };
    }
    const text = native.getResource(params.url);
    if (text === undefined) return { resource: { success: false } };
    const stream = `${++lastHandle}`;
    streams.set(stream, { text: Buffer.from(text), position: 0 });
    return { resource: { success: true, stream } };
  },
  'IO.read'(session, { handle, offset, size }) {
    if (typeof handle !== 'string') return { invalid: true };
    const stream = streams.get(handle);
    if (stream === undefined) return { data: '', eof: true };
    const begin = offset ?? stream.position;
    const end = Math.min(begin + (size ?? 1024 * 1024), stream.text.length);
    stream.position = end;
    return { data: stream.text.toString('utf8', begin, end), eof: begin >= stream.text.length };
  },
  'IO.close'(session, { handle }) {
    if (typeof handle !== 'string') return { invalid: true };
    streams.delete(handle);
  },
};

const NetworkResources = {
  /** Makes `data` what Network.loadNetworkResource loads for `url`. */
  put(url, data) {
    validateString(url, 'url');
    validateString(data, 'data');
    native.putResource(url, data);
  },
};

module.exports = { Network, NetworkResources, methods, report };
