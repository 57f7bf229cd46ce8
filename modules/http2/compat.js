'use strict';
// The way of a stream to a server's 'request' listeners.

/**
 * Makes request and response of a stream that a server received, and emits them: as 'connect' for the method CONNECT (405
 * without listeners), as 'checkContinue' or 'checkExpectation' for requests that expect something (100 is sent, or 417, without
 * listeners), as 'request' else. The parameters behind the classes are those of the event 'stream'.
 */
function serveRequest(server, ServerRequest, ServerResponse, stream, headers, flags, rawHeaders) {
  const request = new ServerRequest(stream, headers, undefined, rawHeaders);
  const response = new ServerResponse(stream);
  if (headers[':method'] === 'CONNECT') {
    if (!server.emit('connect', request, response)) refuse(response, 405);
    return;
  }
  if (headers.expect === undefined) server.emit('request', request, response);
  else serveExpectation(server, request, response, headers.expect);
}

function serveExpectation(server, request, response, expectation) {
  if (expectation !== '100-continue') {
    if (!server.emit('checkExpectation', request, response)) refuse(response, 417);
  } else if (!server.emit('checkContinue', request, response)) {
    response.writeContinue();
    server.emit('request', request, response);
  }
}

function refuse(response, statusCode) {
  response.statusCode = statusCode;
  response.end();
}

module.exports = { serveRequest };
