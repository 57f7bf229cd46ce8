'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(20);
const { execFile } = require('node:child_process');
const http = require('node:http');
const net = require('node:net');

for (const url of ['http://256.256.256.256:8080', 'http://h:99999', 'http://a:b\r@h', 'http://:8080', 'http://h:x']) {
  assert.throws(() => new http.Agent({ proxyEnv: { HTTP_PROXY: url } }), {
    code: 'ERR_PROXY_INVALID_CONFIG', message: `Invalid proxy URL: ${url}`,
  });
}

// A proxy that answers by itself, with the head that it got.
const server = net.createServer((socket) => {
  let text = '';
  socket.setEncoding('latin1');
  socket.on('data', (data) => {
    text += data;
    if (!text.endsWith('\r\n\r\n')) return;
    const body = text.slice(0, -4);
    text = '';
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  });
});

server.listen(0, '127.0.0.1', async () => {
  const proxy = `http://us%20er:pa%3Ass@127.0.0.1:${server.address().port}`;
  const auth = `proxy-authorization: Basic ${Buffer.from('us er:pa:ss').toString('base64')}`;
  const agent = new http.Agent({ keepAlive: true, proxyEnv: { HTTP_PROXY: proxy, NO_PROXY: 'x.y' } });
  for (const [options, lines] of [
    [{ host: 'example.com', port: 8080, path: '/x?y', headers: { a: 1 } },
     ['GET http://example.com:8080/x?y HTTP/1.1', 'a: 1', 'Host: example.com:8080', auth,
      'proxy-connection: keep-alive', 'Connection: keep-alive']],
    [{ host: '::2', method: 'OPTIONS', headers: { 'Proxy-Connection': 'close', 'proxy-authorization': 'b' } },
     ['OPTIONS http://[::2]/ HTTP/1.1', 'proxy-connection: keep-alive', auth, 'Host: [::2]',
      'Connection: keep-alive']],
  ]) {
    assert.deepStrictEqual(await ask({ ...options, agent }), lines);
  }
  assert.deepStrictEqual(Object.keys(agent.freeSockets), ['example.com:8080:', '::2:80:']);
  agent.destroy();
  await directly(proxy);
  await byFlag(proxy);
  server.close();
});

function ask(options) {
  return new Promise((resolve, reject) => {
    http.request(options, (response) => {
      let body = '';
      response.on('data', (data) => { body += data; });
      response.on('end', () => setImmediate(resolve, body.split('\r\n')));
    }).on('error', reject).end();
  });
}

// Hosts that NO_PROXY names are asked themselves: here they are the server itself.
async function directly(proxy) {
  const { port } = server.address();
  for (const [host, list, direct] of [
    ['127.0.0.1', '127.0.0.1', true], ['127.0.0.1', '*', true], ['127.0.0.1', `127.0.0.1:${port}`, true],
    ['127.0.0.1', '127.0.0.1:1', false], ['127.0.0.1', '127.0.0.0-127.0.0.9', true],
    ['127.0.0.1', '127.0.0.2-127.0.0.9', false], ['a.b.c', 'x, *.b.c', true], ['a.b.c', '.b.c', true],
    ['a.b.c', 'b.c', false],
  ]) {
    const agent = new http.Agent({ proxyEnv: { http_proxy: proxy, no_proxy: list } });
    const lookup = (name, { all }, done) => {
      if (all) done(null, [{ address: '127.0.0.1', family: 4 }]);
      else done(null, '127.0.0.1', 4);
    };
    const [line] = await ask({ host, port, agent, lookup });
    assert.strictEqual(line, direct ? 'GET / HTTP/1.1' : `GET http://${host}:${port}/ HTTP/1.1`, list);
  }
}

async function byFlag(proxy) {
  const program = `require('http').get('http://a.b/', (response) => {
    response.on('data', (data) => process.stdout.write(data));
  })`;
  for (const [args, env] of [[['--use-env-proxy'], {}], [[], { NODE_USE_ENV_PROXY: '1' }]]) {
    const output = await new Promise((resolve, reject) => {
      execFile(process.execPath, [...args, '-e', program], { env: { ...process.env, ...env, HTTP_PROXY: proxy } },
               (error, stdout) => (error ? reject(error) : resolve(stdout)));
    });
    assert.match(output, /^GET http:\/\/a\.b\/ HTTP\/1\.1\r\nHost: a\.b\r\n/);
  }
  // A proxy that is none stops the request.
  const stopped = await new Promise((resolve) => {
    execFile(process.execPath, ['--use-env-proxy', '-e', program], { env: { ...process.env, HTTP_PROXY: 'none' } },
             (error, stdout, stderr) => resolve(stderr));
  });
  assert.match(stopped, /TypeError.*Invalid URL/);
}
