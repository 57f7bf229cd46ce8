'use strict';
// 64 KiB of body from memory.
const http = require('node:http');
const { serve } = require('./_serve.js');

const body = Buffer.alloc(64 * 1024, 'x');
serve(http.createServer((request, response) => {
  response.setHeader('Content-Length', body.length);
  response.end(body);
}));
