'use strict';
// All are open before the first is served. (test/soak/sockets.js has twenty thousand.)
const assert = require('node:assert');
const net = require('node:net');
const finish = require('../../../test/_finish');

const COUNT = 1000;
const open = [];
const server = net.createServer((socket) => {
  open.push(socket);
  if (open.length < COUNT) return;
  server.getConnections((error, count) => {
    assert.strictEqual(error, null);
    assert.strictEqual(count, COUNT);
    for (const each of open) each.on('data', (chunk) => each.end(`served ${chunk}`));
  });
});
let left = COUNT;
server.listen(0, '127.0.0.1', 4096, () => {
  for (let i = 0; i < COUNT; i++) {
    const client = net.connect(server.address().port, '127.0.0.1', () => client.write(`${i}`));
    let text = '';
    client.setEncoding('utf8').on('data', (chunk) => { text += chunk; });
    client.on('end', () => {
      assert.strictEqual(text, `served ${i}`);
      if (--left === 0) server.close();
    });
  }
});
finish.atExit(() => assert.strictEqual(left, 0));
