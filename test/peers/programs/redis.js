// Redis with TLS, through ioredis.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { check, clientFiles, endPeer, file, freePort, startPeer } = require('./_peer');
const { Redis } = require('ioredis');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-redis-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

let port;
let server;
const connect = () => new Redis({ port, host: 'localhost', tls: clientFiles() });

check({
  start: async () => {
    port = await freePort();
    server = await startPeer('redis-server', ['--port', '0', '--tls-port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '',
      '--tls-cert-file', file('server.pem'), '--tls-key-file', file('server.key'), '--tls-ca-cert-file', file('ca.pem')], port);
    return 'ok';
  },
  'values, pipelines, large values': async () => {
    const redis = connect();
    await redis.set('a', 'b');
    const results = await redis.pipeline().incr('n').incr('n').get('a').hset('h', { x: 1 }).hgetall('h').exec();
    await redis.set('large', Buffer.alloc(2_000_000, 7));
    const { length } = await redis.getBuffer('large');
    await redis.quit();
    return [results, length];
  },
  'publish and subscribe': async () => {
    const [subscriber, publisher] = [connect(), connect()];
    await subscriber.subscribe('news');
    const received = [];
    const all = new Promise((resolve) => subscriber.on('message', (channel, text) => { if (received.push(text) === 100) resolve(); }));
    for (let i = 0; i < 100; i++) publisher.publish('news', String(i));
    await all;
    await Promise.all([subscriber.quit(), publisher.quit()]);
    return received.join();
  },
  end: () => endPeer(server).then(() => 'ok'),
});
