// What pm2_cluster.js has PM2 keep alive: says who it is, dies when asked to, and leaves when it is replaced.
'use strict';
const http = require('node:http');

const server = http.createServer((request, response) => {
  response.setHeader('Connection', 'close');
  response.end(`${process.pid}`);
  if (request.url === '/crash') setImmediate(() => { throw new Error('asked to crash'); });
}).listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'));

process.on('SIGINT', () => server.close(() => process.exit()));
