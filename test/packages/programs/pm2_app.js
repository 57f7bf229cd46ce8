// What pm2_cluster.js has PM2 keep alive: says who it is, and dies when asked to.
'use strict';
const http = require('node:http');

http.createServer((request, response) => {
  response.setHeader('Connection', 'close');
  response.end(`${process.pid}`);
  if (request.url === '/crash') setImmediate(() => { throw new Error('asked to crash'); });
}).listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'));
