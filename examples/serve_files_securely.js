'use strict';
// A static file server over TLS: serve_files_securely.js KEY CERTIFICATE [FOLDER [PORT]], both files in PEM. Speaks HTTP/2
// with clients that offer it (ALPN 'h2') and HTTP/1.1 with all others. On SIGHUP it reads both files again: handshakes from
// then on get the new certificate, and connections that are open go on. On SIGINT or SIGTERM the requests under way come to
// their end.
const fs = require('node:fs');
const http2 = require('node:http2');
const path = require('node:path');
const { serve } = require('./serve_files');

const [keyFile, certificateFile, folder = '.', port = '8443'] = process.argv.slice(2);
if (certificateFile === undefined) {
  console.error('usage: serve_files_securely.js KEY CERTIFICATE [FOLDER [PORT]]');
  process.exit(1);
}

const root = path.resolve(folder);
const files = () => ({ key: fs.readFileSync(keyFile), cert: fs.readFileSync(certificateFile) });
const server = http2.createSecureServer({ ...files(), allowHTTP1: true }, serve(root));

const sessions = new Set();
server.on('session', (session) => {
  sessions.add(session);
  session.on('close', () => sessions.delete(session));
});
// What one client breaks is no affair of the others.
server.on('sessionError', (error) => console.error(`a session failed: ${error.message}`));
server.on('tlsClientError', (error) => console.error(`a handshake failed: ${error.message}`));

process.on('SIGHUP', () => {
  try {
    server.setSecureContext(files());
    console.log('the certificate is read again');
  } catch (error) {
    console.error(`the certificate stays as it is: ${error.message}`); // a file is half written, or the key is another's
  }
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    process.removeAllListeners('SIGHUP');
    server.close();
    for (const session of sessions) session.close(); // lets its streams end, and no new ones begin
  });
}

server.listen(Number(port), '127.0.0.1', () => console.log(`${root} on https://127.0.0.1:${server.address().port}/`));
