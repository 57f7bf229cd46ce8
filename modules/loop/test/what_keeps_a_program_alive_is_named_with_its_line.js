// eddy only: eddy:loop
'use strict';
const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const finish = require('../../../test/_finish');
const { folder, run } = require('./_reports');

// Each program ends by done(), which prints what keeps it. What is to be named stands behind //! as `kind` or `kind: detail`.
const BEGIN = `const loop = require('eddy:loop'); loop.keepOrigins();
const done = () => { console.log(JSON.stringify(loop.why())); process.exit(); };
`;
const fifo = path.join(folder, 'fifo');
execFileSync('mkfifo', [fifo]);

const programs = {
  interval: `
setInterval(() => {}, 30_000); //! interval: every 30 s
setImmediate(done);`,
  timeout: `
setTimeout(() => {}, 1e6); //! timeout: of 16 m 40 s
setImmediate(done);`,
  'promised timeout': `
require('timers/promises').setTimeout(1e6); //! timeout: of 16 m 40 s
setImmediate(done);`,
  'endless immediates': `
function again() {
  setImmediate(again); //! immediate
}
again();
setTimeout(done, 1).unref();`,
  'tcp server': `
const server = require('net').createServer();
server.listen(0, '127.0.0.1', done); //! server: listening on 127.0.0.1:`,
  'http server': `
require('http').createServer(() => {}).listen(0, done); //! server: listening on `,
  'pipe server': `
require('net').createServer().listen('${folder}/socket', done); //! server: listening on ${folder}/socket`,
  'tcp connection, both ends': `
const net = require('net');
const server = net.createServer((socket) => { socket.on('data', done); });
server.listen(0, '127.0.0.1', () => { //! server //! tcp connection: from 127.0.0.1:
  const socket = net.connect(server.address().port, '127.0.0.1'); //! tcp: 127.0.0.1:
  socket.write('x');
});`,
  'a response that never comes': `
const http = require('http');
const server = http.createServer(() => done()).unref();
server.on('connection', (socket) => socket.unref());
server.listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, host: '127.0.0.1', path: '/slow', agent: false }); //! http client: waits for the response to GET /slow
});`,
  'udp socket': `
const socket = require('dgram').createSocket('udp4'); //! udp: bound to 127.0.0.1:
socket.bind(0, '127.0.0.1', done);`,
  'child process': `
require('child_process').spawn('sleep', ['20'], { stdio: 'ignore' }); //! child: sleep 20
setImmediate(done);`,
  'child process with pipes': `
require('child_process').exec('sleep 20'); //! child: sleep 20
setImmediate(done);`,
  'pipe of a child that does not count': `
const child = require('child_process').spawn('sleep', ['20'], { stdio: ['ignore', 'pipe', 'ignore'] }); //! pipe: stdout of child
child.unref();
setImmediate(done);`,
  worker: `
const { Worker } = require('worker_threads');
new Worker('setInterval(() => {}, 1e6)', { eval: true }).on('online', done); //! worker`,
  'message port': `
const { port1 } = new MessageChannel(); //! message port
port1.on('message', () => {});
setImmediate(done);`,
  'broadcast channel': `
new BroadcastChannel('x').onmessage = () => {}; //! broadcast channel
setImmediate(done);`,
  'file watcher': `
require('fs').watch('${folder}'); //! file watcher: fs.watch()
setImmediate(done);`,
  'polling file watcher': `
require('fs').watchFile('${folder}/none', () => {}); //! file watcher: fs.watchFile()
setImmediate(done);`,
  'file that nobody writes to': `
require('fs').open('${fifo}', 'r', () => {}); //! file operation
setImmediate(done);`,
  'key derivation': `
require('crypto').pbkdf2('a', 'b', 1e9, 32, 'sha1', () => {}); //! crypto
setImmediate(done);`,
  'a package in between': `
const pool = require('pool');
function open() {
  pool.open(); //@ openedFor
}
open();
setImmediate(done);`,
  'nothing but what does not count': `
setInterval(() => {}, 1e6).unref();
require('net').createServer().listen(0).unref();
process.on('SIGUSR2', () => {});
require('child_process').spawn('sleep', ['1'], { stdio: 'ignore' }).unref();
process.on('exit', () => console.log(JSON.stringify(loop.why())));`,
};

fs.mkdirSync(path.join(folder, 'node_modules/pool'), { recursive: true });
fs.writeFileSync(path.join(folder, 'node_modules/pool/index.js'), "exports.open = () => require('net').createServer().listen(0);");

// [{line, kind, detail}] of the comments in a program.
function expected(source) {
  return source.split('\n').flatMap((text, i) => text.split(' //! ').slice(1).map((claim) => {
    const [kind, detail = ''] = claim.split(': ');
    return { line: i + 1, kind, detail };
  }));
}

finish(async () => {
  for (const [name, body] of Object.entries(programs)) {
    const source = BEGIN + body;
    const file = path.join(folder, 'program.js');
    fs.writeFileSync(file, source);
    const { code, stdout, stderr } = await run([file]);
    assert.strictEqual(code, 0, `${name}: ${stderr}`);
    const { keeps } = JSON.parse(stdout);
    const shown = `${name}: ${JSON.stringify(keeps, null, 1)}`;
    const claims = expected(source);
    if (name === 'a package in between') {
      assert.strictEqual(keeps.length, 1, shown);
      assert.strictEqual(keeps[0].madeAt.file, path.join(folder, 'node_modules/pool/index.js'), shown);
      assert.strictEqual(keeps[0].openedFor.line, source.split('\n').findIndex((text) => text.endsWith('//@ openedFor')) + 1, shown);
      continue;
    }
    assert.strictEqual(keeps.length, claims.length, shown);
    for (const { line, kind, detail } of claims) {
      const thing = keeps.find((one) => one.kind === kind);
      assert.ok(thing, shown);
      assert.strictEqual(thing.madeAt?.line, line, shown);
      assert.ok(thing.detail.includes(detail), shown);
    }
  }
});
