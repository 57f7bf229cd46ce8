'use strict';
const http = require('node:http');
const { serve } = require('./_serve.js');

serve(http.createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  response.end('Hello, world!\n');
}));
