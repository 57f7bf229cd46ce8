'use strict';
// Fetches one after the other take one connection (two on Node); and the process ends with the last of them, although the server would keep
// the connection, and although a body was not read.
const finish = require('../../../test/_finish');
const assert = finish.plan(12);
const http = require('node:http');

let connections = 0;
const server = http.createServer({ keepAliveTimeout: 0 }, (request, response) => { response.end(request.url); });
server.on('connection', (socket) => {
  connections++;
  socket.unref();
});

finish(async () => {
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const base = `http://127.0.0.1:${server.address().port}`;
  for (let i = 0; i < 10; i++) assert.strictEqual(await (await fetch(`${base}/${i}`)).text(), `/${i}`);
  assert.ok(connections <= 2, `${connections} connections`);
  const { status } = await fetch(`${base}/unread`);
  assert.strictEqual(status, 200);
  server.unref();
});
