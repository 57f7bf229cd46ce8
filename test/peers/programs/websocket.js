// ws over wss, both ours, and the global WebSocket as its client.
'use strict';
const https = require('node:https');
const { once } = require('node:events');
const { check, listen, read, serverFiles } = require('./_peer');
const { WebSocket: Client, WebSocketServer } = require('ws');

const server = https.createServer(serverFiles());
const sockets = new WebSocketServer({ server, perMessageDeflate: true });
sockets.on('connection', (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })));
let port;

check({
  start: async () => { port = await listen(server); return 'ok'; },
  'text, binary, compressed, 2 MB': async () => {
    const client = new Client(`wss://localhost:${port}`, { ca: read('ca.pem') });
    await once(client, 'open');
    const lengths = [];
    for (const message of ['text', Buffer.from([1, 2, 3]), 'a'.repeat(100_000), Buffer.alloc(2_000_000, 5)]) {
      client.send(message);
      const [data, isBinary] = await once(client, 'message');
      lengths.push([data.length, isBinary]);
    }
    const closed = once(client, 'close');
    client.close(4001, 'bye');
    const [code] = await closed;
    return [lengths, code];
  },
  '1000 messages': async () => {
    const client = new Client(`wss://localhost:${port}`, { ca: read('ca.pem') });
    await once(client, 'open');
    let next = 0;
    const all = new Promise((resolve) => client.on('message', (data) => {
      if (Number(data) !== next) throw new Error(`${data} instead of ${next}`);
      if (++next === 1000) resolve();
    }));
    for (let i = 0; i < 1000; i++) client.send(String(i));
    await all;
    client.terminate();
    await once(client, 'close');
    return next;
  },
  'the global WebSocket refuses an unknown authority': async () => {
    const client = new WebSocket(`wss://localhost:${port}`);
    return new Promise((resolve) => {
      client.onerror = () => resolve('error');
      client.onopen = () => resolve('open');
    });
  },
  end: async () => {
    sockets.close();
    await new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
    return 'ok';
  },
});
