// curl and nghttp as clients of a server that speaks HTTP/1.1 and HTTP/2 over TLS; h2load floods it.
'use strict';
const crypto = require('node:crypto');
const http2 = require('node:http2');
const { check, clientFiles, file, listen, run, serverFiles } = require('./_peer');

const sha = (data) => crypto.createHash('sha256').update(data).digest('hex').slice(0, 16);
const large = Buffer.alloc(3_000_000, 'eddy ');

const server = http2.createSecureServer({ ...serverFiles(), allowHTTP1: true, requestCert: true, rejectUnauthorized: false }, (request, response) => {
  if (request.url === '/large') return response.end(large);
  if (request.url === '/slow') return void setTimeout(() => response.end('slow'), 50);
  const hash = crypto.createHash('sha256');
  request.on('data', (data) => hash.update(data));
  request.on('end', () => {
    response.setHeader('x-version', request.httpVersion);
    response.end(`${request.method} ${request.url} ${hash.digest('hex').slice(0, 16)} ${request.socket.authorized}\n`);
  });
});

const curl = async (...args) => {
  const { code, stdout, stderr } = await run('curl', ['-sS', '--cacert', file('ca.pem'), ...args]);
  return { code, stdout, stderr };
};

check({
  listen: async () => { server.port = await listen(server); return 'ok'; },
  ...Object.fromEntries(['--http1.1', '--http2', '--tls-max'].flatMap((version) => {
    const how = version === '--tls-max' ? [version, '1.2', '--http2'] : [version];
    const url = (path) => `https://localhost:${server.port}${path}`;
    return Object.entries({
      get: () => curl(...how, url('/a?b=c'), '-w', '%{http_version} %{http_code}'),
      head: () => curl(...how, '-I', url('/'), '-o', '/dev/null', '-w', '%{http_version} %{http_code}'),
      'client certificate': () => curl(...how, '--cert', file('client.pem'), '--key', file('client.key'), url('/')),
      upload: () => curl(...how, '--data-binary', `@${file('large.bin')}`, url('/up')),
      'chunked upload': () => curl(...how, '-T', '-', url('/put')),
      download: async () => { const { stdout } = await curl(...how, url('/large')); return sha(Buffer.from(stdout, 'latin1')) === sha(large); },
      'many at once': () => curl(...how, '--parallel', '--no-progress-meter', ...Array.from({ length: 20 }, () => url('/slow'))),
      'wrong name': () => curl(...how, '--resolve', `other.example:${server.port}:127.0.0.1`, `https://other.example:${server.port}/`)
        .then(({ code }) => code),
    }).map(([name, body]) => [`curl ${how.join(' ')} ${name}`, body]);
  })),
  nghttp: async () => {
    const { stdout } = await run('nghttp', ['-v', '-y', `https://localhost:${server.port}/n`]);
    return { goaway: /GOAWAY/.test(stdout), answer: stdout.match(/GET \/n .*/)[0], status: stdout.match(/:status: (\d+)/)[1] };
  },
  'nghttp, several with windows': async () => {
    const { stdout } = await run('nghttp', ['-n', '-s', '-y', '-w', '17', '-W', '20', '-m', '10', `https://localhost:${server.port}/large`]);
    return /^ .* 200 .*\/large/m.test(stdout);
  },
  h2load: async () => {
    const { stdout } = await run('h2load', ['-n', '3000', '-c', '3', '-m', '32', `https://localhost:${server.port}/n`]);
    return stdout.match(/^(requests|status codes):.*/gm);
  },
  'h2load over HTTP/1.1': async () => {
    const { stdout } = await run('h2load', ['--h1', '-n', '600', '-c', '3', `https://localhost:${server.port}/n`]);
    return stdout.match(/^(requests|status codes):.*/gm);
  },
  'our client': async () => {
    const session = http2.connect(`https://localhost:${server.port}`, clientFiles());
    const stream = session.request({ ':path': '/ours' });
    let text = '';
    for await (const part of stream.setEncoding('utf8')) text += part;
    await new Promise((resolve) => session.close(resolve));
    return text;
  },
  close: () => new Promise((resolve) => server.close(() => resolve('ok'))),
});
