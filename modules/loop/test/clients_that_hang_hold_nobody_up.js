// eddy only: eddy loop
'use strict';
const assert = require('node:assert');
const net = require('node:net');
const { once } = require('node:events');
const finish = require('../../../test/_finish');
const { plant, start, stop, eddy } = require('./_asking');

const server = [
  "const http = require('node:http');",
  "http.createServer(function onRequest(request, response) { response.end('as ever'); })",
  "  .listen(0, '127.0.0.1', function () { console.log(this.address().port); });",
].join('\n');

const MANY = 300; // more than a process serves at once

// Connected and greeted, says nothing more.
async function hang(path, question = '') {
  const socket = net.connect({ path });
  socket.on('error', () => {});
  const [greeting] = await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  assert.match(String(greeting), /^eddy-loop /);
  socket.pause();
  if (question !== '') socket.write(question);
  return socket;
}

finish(async () => {
  const child = await start([plant('server.js', server)]);
  assert.strictEqual((await eddy(['loop', 'why', String(child.pid)])).code, 0);
  const path = `/tmp/eddy-${process.geteuid()}/loop-${child.pid}`;
  const hanging = [];
  for (const question of ['', 'why', 'records 20\n', 'trace 3600000\n', 'nonsense\n', `${'x'.repeat(1000)}`]) {
    hanging.push(await hang(path, question));
  }
  for (let i = 0; i < 3; i++) {
    const response = await fetch(`http://127.0.0.1:${child.line}/`);
    assert.strictEqual(await response.text(), 'as ever');
    const { code, stdout, stderr } = await eddy(['loop', 'why', String(child.pid)]);
    assert.strictEqual(code, 0, stderr);
    assert.match(stdout, /server +listening/);
  }
  for (let i = 0; i < MANY; i++) hanging.push(await hang(path));
  const { code, stderr } = await eddy(['loop', 'why', String(child.pid)]);
  assert.strictEqual(code, 0, stderr);
  for (const socket of hanging) socket.destroy();
  await stop(child);
});
