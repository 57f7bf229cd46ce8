'use strict';
// restify 3.0.3's multipart parser: next() is called when the form has been read, the file may not have been written.
// Mended in 4.0.2: behind both.
const http = require('node:http');
const { assert, fs, path, isMended, folder, atEnd } = require('./_race');

const base = folder();

function upload(request, next) {
  const file = path.join(base, 'upload');
  const sink = fs.createWriteStream(file);
  request.pipe(sink);
  if (isMended) sink.on('close', () => next(file));
  else request.on('end', () => setTimeout(next, 25, file)); // the other fields of the form
}

const texts = [];
const server = http.createServer((request, response) => {
  upload(request, (file) => {
    fs.readFile(file, 'utf8', (error, text) => {
      texts.push(error?.code ?? text);
      response.end();
    });
  });
});
server.listen(0, '127.0.0.1', () => {
  const request = http.request({ port: server.address().port, host: '127.0.0.1', method: 'POST', agent: false }, (response) => {
    response.resume().on('end', () => server.close());
  });
  request.end('the whole file');
});
atEnd(() => assert.deepStrictEqual(texts, ['the whole file']));
