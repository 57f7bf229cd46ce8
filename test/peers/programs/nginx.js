// nginx in front of a server of ours, and behind clients of ours; TLS with certificates on both sides each time.
'use strict';
const fs = require('node:fs');
const http = require('node:http');
const http2 = require('node:http2');
const https = require('node:https');
const os = require('node:os');
const path = require('node:path');
const { check, clientFiles, endPeer, file, freePort, listen, serverFiles, startPeer } = require('./_peer');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-nginx-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const server = https.createServer({ ...serverFiles(), requestCert: true, rejectUnauthorized: true }, (request, response) => {
  const name = request.socket.getPeerCertificate().subject.CN;
  let size = 0;
  request.on('data', (data) => { size += data.length; });
  request.on('end', () => {
    response.setHeader('x-connection', request.headers.connection ?? 'none');
    response.write(`${request.method} ${request.url} ${size} from ${name}, for ${request.headers['x-forwarded-for']}: `);
    setImmediate(() => response.end(Buffer.alloc(request.url === '/large' ? 1_000_000 : 3, 'y')));
  });
});
server.on('upgrade', (request, socket) => {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n');
  socket.pipe(socket);
});

let front;
let nginx;
async function start() {
  const back = await listen(server);
  front = await freePort();
  fs.mkdirSync(path.join(folder, 'www'));
  fs.chmodSync(folder, 0o755);
  fs.writeFileSync(path.join(folder, 'www/file.txt'), 'from a file\n');
  fs.writeFileSync(path.join(folder, 'www/large.bin'), Buffer.alloc(2_000_000, 'z'));
  fs.writeFileSync(path.join(folder, 'nginx.conf'), `
    daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
    ${process.getuid() === 0 ? 'user root;' : ''}
    events {}
    http {
      access_log off;
      client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
      client_max_body_size 10m;
      upstream eddy { server 127.0.0.1:${back}; keepalive 4; }
      server {
        listen 127.0.0.1:${front} ssl http2; server_name localhost;
        ssl_certificate ${file('server.pem')}; ssl_certificate_key ${file('server.key')};
        ssl_client_certificate ${file('ca.pem')}; ssl_verify_client on;
        location /files/ { alias ${folder}/www/; }
        location / {
          proxy_pass https://eddy; proxy_http_version 1.1;
          proxy_set_header Connection $http_connection; proxy_set_header Upgrade $http_upgrade;
          proxy_set_header X-Forwarded-For $remote_addr;
          proxy_ssl_certificate ${file('client.pem')}; proxy_ssl_certificate_key ${file('client.key')};
          proxy_ssl_trusted_certificate ${file('ca.pem')}; proxy_ssl_verify on; proxy_ssl_name localhost; proxy_ssl_session_reuse on;
        }
      }
    }`);
  nginx = await startPeer('nginx', ['-p', folder, '-c', path.join(folder, 'nginx.conf')], front);
  return 'ok';
}

function get(target, options, body) {
  return new Promise((resolve, reject) => {
    const request = https.request({ host: 'localhost', port: front, path: target, ...clientFiles(), ...options }, (response) => {
      let text = '';
      response.setEncoding('latin1').on('data', (data) => { text += data; });
      response.on('end', () => resolve({ status: response.statusCode, start: text.slice(0, 60), size: text.length }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const agent = new https.Agent({ keepAlive: true, maxSockets: 2 });
check({
  start,
  'through it': () => get('/hello'),
  'through it, POST': () => get('/post', { method: 'POST' }, Buffer.alloc(300_000, 'p')),
  'through it, large': () => get('/large'),
  'through it, 40 kept alive': async () => {
    const all = await Promise.all(Array.from({ length: 40 }, (_, i) => get(`/n${i}`, { agent })));
    return new Set(all.map((answer) => answer.status)).size === 1 && all.every((answer, i) => answer.start.startsWith(`GET /n${i} `));
  },
  'through it, upgraded': () => new Promise((resolve, reject) => {
    const request = https.request({ host: 'localhost', port: front, path: '/', ...clientFiles(), headers: { Connection: 'Upgrade', Upgrade: 'echo' } });
    request.on('upgrade', (response, socket) => {
      socket.write('to and fro');
      socket.once('data', (data) => { socket.destroy(); resolve(String(data)); });
    });
    request.on('error', reject).end();
  }),
  'behind us, file': () => get('/files/file.txt'),
  'behind us, large file': () => get('/files/large.bin', { agent }),
  'behind us, no certificate': () => get('/files/file.txt', { key: undefined, cert: undefined }),
  'behind us, plain HTTP': () => new Promise((resolve) => {
    http.get({ host: 'localhost', port: front }, (response) => { response.resume(); resolve(response.statusCode); });
  }),
  'behind us, HTTP/2': async () => {
    const session = http2.connect(`https://localhost:${front}`, clientFiles());
    const sizes = await Promise.all(['/files/file.txt', '/files/large.bin', '/hello', '/large'].map(async (target) => {
      const stream = session.request({ ':path': target });
      let size = 0;
      for await (const data of stream) size += data.length;
      return size;
    }));
    await new Promise((resolve) => session.close(resolve));
    return sizes;
  },
  end: async () => {
    agent.destroy();
    await endPeer(nginx);
    await new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
    return 'ok';
  },
});
