'use strict';
// Whichever event's listener destroys the server's or the client's session: both end, and nothing else happens.
const assert = require('node:assert');
const http2 = require('node:http2');
const finish = require('../../../test/_finish');

const events = ['session', 'stream', 'data', 'end', 'trailers', 'wantTrailers', 'remoteSettings', 'localSettings', 'ping', 'close',
  'response', 'clientData', 'clientEnd', 'clientTrailers', 'clientSettings', 'clientPing', 'written'];

function play(event) {
  return new Promise((resolve) => {
    const server = http2.createServer();
    let destroyed = 0;
    const kill = (name, session) => {
      if (name !== event || !session || session.destroyed) return;
      destroyed++;
      session.destroy();
    };
    server.on('session', (session) => {
      session.on('error', () => {});
      for (const name of ['remoteSettings', 'localSettings', 'ping']) session.on(name, () => { kill(name, session); });
      kill('session', session);
    });
    server.on('stream', (stream) => {
      const { session } = stream;
      stream.on('error', () => {});
      for (const name of ['data', 'end', 'trailers', 'close']) stream.on(name, () => { kill(name, session); });
      stream.on('wantTrailers', () => {
        kill('wantTrailers', session);
        if (!session.destroyed) stream.sendTrailers({ c: 'd' });
      });
      kill('stream', session);
      if (session.destroyed) return;
      stream.respond({}, { waitForTrailers: true });
      stream.write('x', () => { kill('written', session); });
      if (!session.destroyed && !stream.destroyed) stream.end('y');
    });
    server.listen(0, '127.0.0.1', () => {
      const client = http2.connect(`http://127.0.0.1:${server.address().port}`);
      client.on('error', () => {});
      client.on('remoteSettings', () => { kill('clientSettings', client); });
      client.on('connect', () => { client.ping(() => { kill('clientPing', client); }); });
      const request = client.request({ ':method': 'POST' }, { waitForTrailers: true });
      request.on('error', () => {});
      request.on('wantTrailers', () => { request.sendTrailers({ a: 'b' }); });
      request.on('response', () => { kill('response', client); });
      request.on('data', () => { kill('clientData', client); });
      request.on('end', () => { kill('clientEnd', client); });
      request.on('trailers', () => { kill('clientTrailers', client); });
      request.end('body');
      request.on('close', () => { client.close(); });
      client.on('close', () => { server.close(() => { resolve(destroyed); }); });
    });
  });
}

finish(async () => {
  for (const event of events) assert.strictEqual(await play(event), 1, event);
});
