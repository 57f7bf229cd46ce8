'use strict';
// The body of a response, for the Network domain.

const { Buffer } = require('buffer');
const { report } = require('inspector/network');
const { now } = require('inspector/network_parts');

/** Reports what comes, and with `reportsEnd` the end, without making the stream flow: its push() is watched. */
function watchBody(requestId, stream, reportsEnd) {
  const { push } = stream;
  stream.push = function(chunk, encoding) {
    if (chunk !== null) {
      const data = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
      report('dataReceived', {
        requestId, timestamp: now(), dataLength: data.length, encodedDataLength: data.length, data,
      });
    }
    return Reflect.apply(push, this, arguments);
  };
  if (reportsEnd) stream.once('end', () => report('loadingFinished', { requestId, timestamp: now() }));
}

module.exports = { watchBody };
