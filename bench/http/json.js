'use strict';
const http = require('node:http');
const { serve } = require('./_serve.js');

serve(http.createServer((request, response) => {
  const body = JSON.stringify({ message: 'Hello, world!', path: request.url, agent: request.headers['user-agent'] });
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Content-Length', body.length);
  response.end(body);
}));
