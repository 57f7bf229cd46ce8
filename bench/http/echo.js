'use strict';
// What is posted goes back.
const http = require('node:http');
const { serve } = require('./_serve.js');

serve(http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => response.end(Buffer.concat(chunks)));
}));
