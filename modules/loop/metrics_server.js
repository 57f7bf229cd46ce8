'use strict';
// --loop-metrics=HOST:PORT: serves Prometheus's text at /metrics. It does not keep the program alive.
const http = require('http');
const process = require('process_object');
const { prometheusText, metrics } = require('loop/metrics');

/** @param {string} address HOST:PORT, [IPv6]:PORT or PORT alone, which is on 127.0.0.1 @param {function(string): void} refuse ends the process */
function start(address, refuse) {
  const match = /^(?:(?:\[([^\]]+)\]|([^:]*)):)?(\d+)$/.exec(address);
  if (match === null || +match[3] > 65535) refuse(`--loop-metrics=${address} is no address: 127.0.0.1:9464 is`);
  const server = http.createServer(answer);
  server.on('connection', (socket) => socket.unref());
  // A child of this program's has the same options, and the address is taken then.
  server.on('error', (error) => process.emitWarning(`--loop-metrics=${address}: ${error.message}`));
  server.listen(+match[3], match[1] || match[2] || '127.0.0.1', () => {
    if (+match[3] === 0) process._rawDebug(`loop metrics on http://127.0.0.1:${server.address().port}/metrics`);
  });
  server.unref();
  metrics(); // counting begins
}

function answer(request, response) {
  if (request.url !== '/metrics') {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
  response.end(prometheusText());
}

module.exports = { start };
