'use strict';
// What fetch.js asks: a node:http server that prints its port, and ends when its standard input does.
const http = require('node:http');

const big = Buffer.alloc(64 * 1024, 'x');

const server = http.createServer((request, response) => {
  if (request.url === '/big') {
    response.end(big);
  } else if (request.url === '/json') {
    response.setHeader('Content-Type', 'application/json');
    response.end('{"hello":"world","list":[1,2,3]}');
  } else {
    let length = 0;
    request.on('data', (chunk) => { length += chunk.length; });
    request.on('end', () => { response.end(`hello ${length}`); });
  }
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit()).resume();
