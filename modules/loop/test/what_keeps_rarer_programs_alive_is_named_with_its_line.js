// eddy only: eddy:loop
'use strict';
// Further programs that do not end, beside those of what_keeps_a_program_alive_is_named_with_its_line.js. Each ends by done(), which
// prints what keeps it. What is to be named stands behind //! as `kind` or `kind: detail`; the line is the one that made it, or that of
// the function which is called for it.
const assert = require('node:assert');
const { execFileSync, spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const finish = require('../../../test/_finish');
const { folder } = require('./_reports');

const BEGIN = `const loop = require('eddy:loop'); loop.keepOrigins();
const done = () => { console.log(JSON.stringify(loop.why())); process.exit(); };
`;
fs.writeFileSync(path.join(folder, 'child.js'), "process.send('ready'); process.on('message', () => {});");
execFileSync('mkfifo', [path.join(folder, 'fifo')]);

const programs = {
  'interval of a promise': `
(async () => {
  for await (const turn of require('timers/promises').setInterval(1e6)) void turn; //! interval: every 16 m 40 s
})();
setImmediate(done);`,
  'timer that counts again': `
const timer = setTimeout(() => {}, 1e6).unref(); //! timeout: of 16 m 40 s
timer.ref();
setImmediate(done);`,
  'refreshed timer': `
const timer = setTimeout(() => {}, 1e6); //! timeout: of 16 m 40 s
setImmediate(() => { timer.refresh(); done(); });`,
  'standard input': `
process.stdin.on('data', () => {}); //! stdin: waits for input
setImmediate(done);`,
  'questions on the terminal': `
require('readline').createInterface({ input: process.stdin }).on('line', () => {}); //! stdin: waits for input
setImmediate(done);`,
  'tls server': `
require('tls').createServer({}).listen(0, '127.0.0.1', done); //! server: listening on 127.0.0.1:`,
  'https server': `
require('https').createServer({}).listen(0, '127.0.0.1', done); //! server: listening on 127.0.0.1:`,
  'http2 server': `
require('http2').createServer().listen(0, '127.0.0.1', done); //! server: listening on 127.0.0.1:`,
  'http2 session': `
const http2 = require('http2');
const server = http2.createServer().on('session', (session) => session.unref());
server.listen(0, '127.0.0.1', () => { //
  const session = http2.connect('http://127.0.0.1:' + server.address().port, () => { server.unref(); setImmediate(done); }); //! tcp: 127.0.0.1:
});`,
  'connection that nobody accepts': `
const net = require('net');
const server = net.createServer().unref();
server.on('connection', (socket) => socket.unref());
server.listen(0, '127.0.0.1', () => {
  net.connect(server.address().port, '127.0.0.1').on('connectionAttempt', () => process.nextTick(done)); //! tcp: connecting
});`,
  'a request that is not ended': `
const http = require('http');
const server = http.createServer(() => {}).unref();
server.on('connection', (socket) => socket.unref());
server.listen(0, '127.0.0.1', () => {
  const request = http.request({ port: server.address().port, host: '127.0.0.1', method: 'POST', path: '/upload', agent: false }); //! http client: POST /upload
  request.write('x');
  request.on('socket', (socket) => socket.on('connect', () => setImmediate(done)));
});`,
  'a response that nobody reads': `
const http = require('http');
const server = http.createServer((request, response) => response.end('x'.repeat(3e6))).unref();
server.on('connection', (socket) => socket.unref());
server.listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, host: '127.0.0.1', path: '/big', agent: false }, done); //! http client: the end of the response to GET /big
});`,
  'fetch of an answer that never comes': `
const http = require('http');
const server = http.createServer(() => setImmediate(done)).unref();
server.on('connection', (socket) => socket.unref());
server.listen(0, '127.0.0.1', () => {
  fetch('http://127.0.0.1:' + server.address().port + '/slow'); //! tcp: 127.0.0.1:
});`,
  'web socket': `
const server = require('http').createServer().unref();
server.on('connection', (socket) => socket.unref());
server.on('upgrade', (request, socket) => {
  const key = require('crypto').createHash('sha1').update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
  socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: ' + key + '\\r\\n\\r\\n');
});
server.listen(0, '127.0.0.1', () => {
  new WebSocket('ws://127.0.0.1:' + server.address().port).onopen = done; //! tcp: 127.0.0.1:
});`,
  'file watcher of promises': `
(async () => {
  for await (const change of require('fs').promises.watch('${folder}')) void change; //! file watcher
})();
setImmediate(done);`,
  'recursive file watcher': `
require('fs').watch('${folder}', { recursive: true }, () => {}); //! file watcher
setImmediate(done);`,
  'forked child': `
const child = require('child_process').fork('${folder}/child.js'); //! child
child.on('message', done);`,
  'process with an IPC channel': `
if (process.argv[2] === 'child') {
  process.on('message', () => {}); //! IPC channel
  setImmediate(done);
} else {
  require('child_process').fork(__filename, ['child'], { stdio: 'inherit' });
}`,
  'shell that waits': `
require('child_process').spawn('sleep 20 | cat', { shell: true }); //! child
setImmediate(done);`,
  'worker that waits for messages': `
const { Worker } = require('worker_threads');
new Worker('require("worker_threads").parentPort.on("message", () => {}).postMessage(1)', { eval: true }).on('message', done); //! worker`,
  'within a worker': `
const { Worker, isMainThread } = require('worker_threads');
if (isMainThread) new Worker(__filename);
else {
  setInterval(() => {}, 30_000); //! interval: every 30 s
  setImmediate(done);
}`,
  'EventTarget port': `
const { port1, port2 } = new MessageChannel(); //! message port
port2.addEventListener('message', () => {});
port2.start();
port2.ref?.();
setImmediate(done);`,
  'lock that is held': `
navigator.locks.request('name', () => new Promise(() => {}));
setInterval(() => {}, 1e6); //! interval
setImmediate(done);`,
  'Atomics.waitAsync': `
Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1e6);
setInterval(() => {}, 1e6); //! interval
setImmediate(done);`,
  'dns that does not answer': `
const socket = require('dgram').createSocket('udp4');
socket.bind(0, '127.0.0.1', () => {
  socket.unref();
  const resolver = new (require('dns').Resolver)({ timeout: 1e6 });
  resolver.setServers(['127.0.0.1:' + socket.address().port]);
  resolver.resolve4('name.invalid', () => {}); //! dns
  socket.on('message', done);
});`,
  'cluster primary': `
const cluster = require('cluster');
if (cluster.isPrimary) {
  cluster.setupPrimary({ exec: '${folder}/child.js', serialization: 'json' });
  cluster.fork().on('message', done); //! child
}`,
  'scrypt': `
require('crypto').scrypt('a', 'b', 64, { N: 2 ** 17, r: 8, p: 64, maxmem: 2 ** 30 }, () => {}); //! crypto
setImmediate(done);`,
  'compression': `
require('zlib').brotliCompress(Buffer.alloc(6e7, 'some text, and more '), () => {}); //! zlib
setImmediate(done);`,
  'stream of a fifo': `
require('fs').createReadStream('${folder}/fifo'); //! file operation: opening ${folder}/fifo
setImmediate(() => setImmediate(done));`,
  'file that is locked by its reader': `
require('fs').promises.open('${folder}/fifo', 'r'); //! file operation
setImmediate(done);`,
  'pipe of sockets': `
const net = require('net');
const server = net.createServer((socket) => socket.unref()).unref();
server.listen('${folder}/peer', () => {
  net.connect('${folder}/peer').on('connect', () => setImmediate(done)); //! pipe: waits for data
});`,
  'interval beside a signal listener': `
require('timers').setInterval(function beat() {}, 5000); //! interval: every 5 s
process.on('SIGTERM', () => {});
setImmediate(done);`,
  'nothing but an unreferenced worker': `
const { Worker } = require('worker_threads');
new Worker('setInterval(() => {}, 1e6)', { eval: true }).on('online', function () { this.unref(); setImmediate(done); });`,
  'nothing but a signal of a timeout': `
AbortSignal.timeout(1e6).addEventListener('abort', () => {});
setImmediate(done);`,
  'nothing but a kept connection': `
const http = require('http');
const server = http.createServer((request, response) => response.end('x')).unref();
server.on('connection', (socket) => socket.unref());
server.listen(0, '127.0.0.1', () => {
  const agent = new http.Agent({ keepAlive: true });
  http.get({ port: server.address().port, host: '127.0.0.1', agent }, (response) => response.resume().on('end', () => setTimeout(done, 1)));
});`,
};

// [{line, kind, detail}] of the comments in a program.
function expected(source) {
  return source.split('\n').flatMap((text, i) => text.split(' //! ').slice(1).map((claim) => {
    const [kind, detail = ''] = claim.split(': ');
    return { line: i + 1, kind, detail };
  }));
}

// Its standard input is a pipe that stays open.
async function outputOf(file) {
  const child = spawn(process.execPath, [file], { cwd: folder, stdio: 'pipe' });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (text) => { output[name] += text; });
  const [code] = await once(child, 'close');
  return { code, ...output };
}

finish(async () => {
  for (const [name, body] of Object.entries(programs)) {
    const file = path.join(folder, 'program.js');
    const source = BEGIN + body;
    fs.writeFileSync(file, source);
    const { code, stdout, stderr } = await outputOf(file);
    assert.strictEqual(code, 0, `${name}: ${stderr}`);
    const { keeps } = JSON.parse(stdout);
    const shown = `${name}: ${JSON.stringify(keeps, null, 1)}`;
    const claims = expected(source);
    assert.strictEqual(keeps.length, claims.length, shown);
    for (const { line, kind, detail } of claims) {
      const thing = keeps.find((one) => one.kind === kind);
      assert.ok(thing, shown);
      assert.strictEqual((thing.madeAt ?? thing.callback)?.line, line, shown);
      assert.ok(thing.detail.includes(detail), shown);
    }
  }
});
