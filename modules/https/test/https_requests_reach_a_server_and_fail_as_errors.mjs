// https over one kept connection, over fetch, and the errors of peers that speak no TLS or are not there.
import assert from 'node:assert';
import { once } from 'node:events';
import https from 'node:https';
import net from 'node:net';
import finish from '../../../test/_finish.js';
import pem from '../../tls/test/_pem.js';

await finish(async () => {
  const { authority, identity } = pem;
  const server = https.createServer(identity('server'), (request, response) => {
    assert.strictEqual(request.socket.encrypted, true);
    request.pipe(response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  const agent = new https.Agent({ keepAlive: true, ca: authority, maxSockets: 1 });
  const post = async (text) => {
    const request = https.request({ port, host: 'localhost', method: 'POST', agent });
    request.end(text);
    const [response] = await once(request, 'response');
    let got = '';
    for await (const chunk of response.setEncoding('utf8')) got += chunk;
    return [response.statusCode, got.length, request.reusedSocket];
  };
  assert.deepStrictEqual(await post('x'.repeat(10)), [200, 10, false]);
  assert.deepStrictEqual(await post('x'.repeat(300_000)), [200, 300_000, true]);
  agent.destroy();
  server.closeAllConnections();
  server.close();

  const failure = async (target) => (await once(https.get({ host: '127.0.0.1', ...target }), 'error'))[0].code;
  const plain = net.createServer((socket) => socket.on('error', () => {}).resume().end('this is not TLS\r\n'));
  await once(plain.listen(0, '127.0.0.1'), 'listening');
  assert.strictEqual(await failure({ port: plain.address().port }), 'EPROTO');
  plain.close();
  const silent = net.createServer((socket) => socket.on('error', () => {}).resume().end());
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  assert.strictEqual(await failure({ port: silent.address().port }), 'ECONNRESET');
  const gone = silent.address().port;
  await new Promise((resolve) => silent.close(resolve));
  assert.strictEqual(await failure({ port: gone }), 'ECONNREFUSED');
});
