'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(18);
const http = require('node:http');
const net = require('node:net');

const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', (data) => {
    const [method, path] = data.toString('latin1').split(' ');
    if (method === 'CONNECT') {
      socket.write(`HTTP/1.1 200 ${path}\r\nA: b\r\n\r\nhead`);
      socket.on('data', (more) => socket.end(`echo ${more}`));
    } else {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
    }
  });
});

server.listen(0, '127.0.0.1', async () => {
  const agent = new http.Agent({ keepAlive: true });
  const options = { host: '127.0.0.1', port: server.address().port, agent };
  await connect(options);
  await upgrade(options);
  await refuse(options);
  assert.strictEqual(agent.totalSocketCount, 0);
  server.close();
});

function connect(options) {
  return new Promise((resolve) => {
    const log = [];
    const request = http.request({ ...options, method: 'CONNECT', path: 'a:1' });
    request.on('close', () => log.push('close'));
    request.on('response', () => assert.fail('CONNECT has no response'));
    request.end();
    request.on('connect', (response, socket, head) => {
      assert.strictEqual(response.statusCode, 200);
      assert.strictEqual(response.statusMessage, 'a:1');
      assert.strictEqual(response.upgrade, true);
      assert.deepStrictEqual(response.rawHeaders, ['A', 'b']);
      assert.strictEqual(head.toString(), 'head');
      assert.strictEqual(request.upgradeOrConnect, true);
      assert.strictEqual(request.destroyed, false);
      assert.strictEqual(socket._httpMessage, null);
      assert.strictEqual(socket.readableFlowing, null);
      assert.deepStrictEqual(socket.eventNames(), ['end']);
      assert.deepStrictEqual(Object.keys(options.agent.sockets), []);
      process.nextTick(() => assert.deepStrictEqual(log, ['close']));
      socket.setEncoding('utf8');
      let text = '';
      socket.on('data', (data) => { text += data; });
      socket.on('close', () => {
        assert.strictEqual(text, 'echo hello');
        assert.strictEqual(request.destroyed, true);
        resolve();
      });
      socket.write('hello');
    });
  });
}

function upgrade(options) {
  return new Promise((resolve) => {
    const request = http.get({ ...options, headers: { Connection: 'Upgrade', Upgrade: 'x' } });
    request.on('upgrade', (response, socket, head) => {
      assert.strictEqual(response.statusCode, 101);
      assert.strictEqual(response.headers.upgrade, 'x');
      assert.strictEqual(head.length, 0);
      socket.on('close', resolve);
      socket.destroy();
    });
  });
}

// Nobody listens: the connection ends.
function refuse(options) {
  return new Promise((resolve) => {
    http.get({ ...options, headers: { Connection: 'Upgrade', Upgrade: 'x' } }).on('close', resolve);
  });
}
