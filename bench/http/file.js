'use strict';
// A file of 64 KiB through a stream.
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { serve } = require('./_serve.js');

const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'bench-')), 'file');
fs.writeFileSync(file, Buffer.alloc(64 * 1024, 'x'));
process.on('exit', () => fs.rmSync(path.dirname(file), { recursive: true }));
serve(http.createServer((request, response) => {
  response.setHeader('Content-Length', 64 * 1024);
  fs.createReadStream(file).pipe(response);
}));
