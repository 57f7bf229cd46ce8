'use strict';
const https = require('node:https');
const { identity, serve } = require('./_serve.js');

serve(https.createServer(identity(), (request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  response.end('Hello, world!\n');
}));
