// What the client reports on diagnostics channels and to PerformanceObservers. Without any, one check each.
'use strict';
const { channel } = require('diagnostics_channel');
const perf = require('perf_observe');

const createdChannel = channel('http.client.request.created');
const startChannel = channel('http.client.request.start');
const errorChannel = channel('http.client.request.error');
const finishChannel = channel('http.client.response.finish');
const kStartedAt = Symbol('startedAt');

function created(request) {
  if (createdChannel.hasSubscribers) createdChannel.publish({ request });
}

/** Everything of the request is with its socket. */
function started(request) {
  if (startChannel.hasSubscribers) startChannel.publish({ request });
  if (perf.observed.http > 0) request[kStartedAt] = perf.now();
}

function failed(request, error) {
  if (errorChannel.hasSubscribers) errorChannel.publish({ request, error });
}

/** The head of the response is there. */
function answered(request, response) {
  if (perf.observed.http > 0 && request[kStartedAt] !== undefined) measure(request, response);
  if (finishChannel.hasSubscribers) finishChannel.publish({ request, response });
}

function measure(request, response) {
  const start = request[kStartedAt];
  perf.report('HttpClient', 'http', start, perf.now() - start, {
    req: {
      method: request.method,
      url: `${request.protocol}//${request.host}${request.path}`,
      headers: request.getHeaders(),
    },
    res: {
      statusCode: response.statusCode,
      statusMessage: response.statusMessage,
      headers: response.headers,
    },
  });
}

module.exports = { created, started, failed, answered };
