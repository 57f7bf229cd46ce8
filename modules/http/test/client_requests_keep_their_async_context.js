'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(3);
const { AsyncLocalStorage } = require('node:async_hooks');
const http = require('node:http');
const net = require('node:net');

// Two requests over one connection, and two that wait for it, each in a context of its own.
const storage = new AsyncLocalStorage();
const server = net.createServer((socket) => {
  socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx'));
});

function ask(options, name) {
  return new Promise((resolve) => {
    const seen = [];
    const note = (event) => seen.push(`${event} ${storage.getStore()}`);
    storage.run(name, () => {
      const request = http.get(options, (response) => {
        note('response');
        for (const event of ['data', 'end', 'close']) response.on(event, () => note(event));
      });
      for (const event of ['socket', 'finish']) request.on(event, () => note(event));
      request.on('close', () => setImmediate(resolve, seen));
    });
  });
}

server.listen(0, '127.0.0.1', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const options = { host: '127.0.0.1', port: server.address().port, agent };
  const events = ['socket', 'finish', 'response', 'data', 'end', 'close'];
  const expected = (name) => events.map((event) => `${event} ${name}`);
  assert.deepStrictEqual(await ask(options, 'first'), expected('first'));
  assert.deepStrictEqual(await ask(options, 'second'), expected('second'));
  const answers = await Promise.all(['a', 'b', 'c'].map((name) => ask(options, name)));
  assert.deepStrictEqual(answers, ['a', 'b', 'c'].map(expected));
  agent.destroy();
  server.close();
});
