'use strict';
// mitm takes all connections of the process.
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');
const Mitm = require('mitm');

async function main() {
  const mitm = Mitm();
  mitm.on('connect', (socket, options) => {
    console.log('connect', options.host, options.port);
    if (options.host === '127.0.0.1') socket.bypass();
  });
  mitm.on('connection', (socket) => {
    socket.on('data', (chunk) => { if (chunk.toString().startsWith('ping')) socket.end('pong'); });
  });
  mitm.on('request', (request, response) => {
    let body = '';
    request.on('data', (chunk) => { body += chunk; }).on('end', () => {
      response.setHeader('X-Got', `${request.method} ${request.url}`);
      response.end(`mocked ${body}`);
    });
  });
  const request = http.request({ host: 'mocked.test', method: 'POST', path: '/a' });
  request.end('body');
  const [response] = await once(request, 'response');
  console.log(response.statusCode, response.headers['x-got'], (await response.toArray()).join(''));

  const socket = net.connect(22, 'mocked.test');
  socket.write('ping');
  console.log((await once(socket, 'data')).toString());
  socket.destroy();
  mitm.disable();
}
main();
