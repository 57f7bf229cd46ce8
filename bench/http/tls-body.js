'use strict';
// 64 KiB of body from memory, over TLS.
const https = require('node:https');
const { identity, serve } = require('./_serve.js');

const body = Buffer.alloc(64 * 1024, 'x');
serve(https.createServer(identity(), (request, response) => {
  response.setHeader('Content-Length', body.length);
  response.end(body);
}));
