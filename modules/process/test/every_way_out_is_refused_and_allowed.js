'use strict';
// eddy only: Node 24.12 knows of no --allow-net, and lets the flags of V8 and time zones write and read files.
// With --permission what starts programs, threads and native code, what debugs and what reaches the network is refused where it
// was not allowed, in the form in which a failure of it comes, and let through where it was.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ways-out-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
fs.writeFileSync(path.join(folder, 'child.js'), '');

fs.writeFileSync(path.join(folder, 'program.js'), `
'use strict';
const cp = require('node:child_process');
const net = require('node:net');
const here = __dirname + '/';
const node = process.execPath;
const settled = (emitter, ...events) => new Promise((resolve, reject) => {
  emitter.on('error', reject);
  for (const event of events) emitter.on(event, resolve);
});
function called(start) {
  const { promise, resolve, reject } = Promise.withResolvers();
  start((error) => (error ? reject(error) : resolve()));
  return promise;
}

// name -> [permission, form, call]
const processes = {
  'spawn': ['throw', () => settled(cp.spawn(node, ['-e', '0']), 'exit')],
  'spawn, relative': ['throw', () => settled(cp.spawn('./child.js', { cwd: here }), 'exit').catch(ignore('EACCES'))],
  'spawn in a shell': ['throw', () => settled(cp.spawn('true', { shell: true }), 'exit')],
  'spawnSync': ['throw', () => cp.spawnSync(node, ['-e', '0'])],
  'exec': ['throw', () => called((done) => cp.exec('true', done))],
  'execSync': ['throw', () => cp.execSync('true')],
  'execFile': ['throw', () => called((done) => cp.execFile(node, ['-e', '0'], done))],
  'execFileSync': ['throw', () => cp.execFileSync(node, ['-e', '0'])],
  'promisified exec': ['throw', () => require('node:util').promisify(cp.exec)('true')],
  'fork': ['throw', () => settled(cp.fork(here + 'child.js'), 'exit')],
  'fork, URL': ['throw', () => settled(cp.fork(require('node:url').pathToFileURL(here + 'child.js')), 'exit')],
  'ChildProcess': ['throw', () => new cp.ChildProcess().spawn({ file: node, args: [node, '-e', '0'] })],
  'cluster.fork': ['throw', () => {
    const cluster = require('node:cluster');
    cluster.setupPrimary({ exec: here + 'child.js' });
    const worker = cluster.fork(); // which stays while it is connected
    return settled(worker, 'online').finally(() => worker.kill());
  }],
};
const others = {
  'Worker': ['WorkerThreads', 'throw', () => settled(new (require('node:worker_threads').Worker)(here + 'child.js'), 'exit')],
  'Worker of text': ['WorkerThreads', 'throw', () => settled(new (require('node:worker_threads').Worker)('0', { eval: true }), 'exit')],
  'Worker, URL': ['WorkerThreads', 'throw',
    () => settled(new (require('node:worker_threads').Worker)(require('node:url').pathToFileURL(here + 'child.js')), 'exit')],
  'WASI': ['WASI', 'throw', () => new (require('node:wasi').WASI)({ version: 'preview1' })],
  'inspector.open': ['Inspector', 'throw', () => {
    require('node:inspector').open(0);
    require('node:inspector').close();
  }],
  'inspector.Session': ['Inspector', 'throw', () => {
    const session = new (require('node:inspector').Session)();
    session.connect();
    session.disconnect();
  }],
};
const address = ['Net', 'error'];
const network = {
  'net.connect': [...address, () => settled(net.connect(port, '127.0.0.1'), 'connect')],
  'net.connect, name': [...address, () => settled(net.connect(port, 'localhost'), 'connect')],
  'net.Server.listen': [...address, () => closing(net.createServer().listen(0, '127.0.0.1'))],
  'net.Server.listen, any address': [...address, () => closing(net.createServer().listen(0))],
  'http.Server.listen': [...address, () => closing(require('node:http').createServer().listen(0))],
  'http.get': [...address, () => settled(require('node:http').get({ port, host: '127.0.0.1' }), 'response')],
  'https.get': [...address, () => settled(require('node:https').get({ port, host: '127.0.0.1' }), 'response').catch(ignore('EPROTO', /SSL/))],
  'http2.connect': [...address, () => settled(require('node:http2').connect('http://127.0.0.1:' + port), 'connect')],
  'tls.connect': [...address, () => settled(require('node:tls').connect(port, '127.0.0.1'), 'secureConnect').catch(ignore('EPROTO', /SSL/))],
  'dgram.bind': [...address, () => closing(require('node:dgram').createSocket('udp4').bind(0, '127.0.0.1'))],
  'dgram.send': ['Net', 'error', () => {
    const socket = require('node:dgram').createSocket('udp4');
    socket.send('x', port, '127.0.0.1', () => socket.emit('sent'));
    return settled(socket, 'sent').finally(() => socket.close());
  }],
  'dns.lookup': ['Net', 'callback', () => called((done) => require('node:dns').lookup('localhost', done))],
  'dns.promises.lookup': ['Net', 'reject', () => require('node:dns').promises.lookup('localhost')],
  'dns.lookupService': ['Net', 'throw', () => called((done) => require('node:dns').lookupService('127.0.0.1', 22, done))],
  'fetch': ['Net', 'cause', () => fetch('http://127.0.0.1:' + port).then((response) => response.text())],
};
const refusedOnly = {
  'WebSocket': ['Net', 'event', () => {
    const socket = new WebSocket('ws://127.0.0.1:' + port);
    return new Promise((resolve) => { socket.onerror = socket.onopen = resolve; }).then((event) => {
      if (event.type === 'error') throw event.error ?? event;
    });
  }],
  'dns.resolve': ['Net', 'callback', () => called((done) => require('node:dns').resolve('localhost', done))],
  'dns.promises.resolve': ['Net', 'reject', () => require('node:dns').promises.resolve('localhost')],
  'dns.reverse': ['Net', 'callback', () => called((done) => require('node:dns').reverse('127.0.0.1', done))],
};
const always = {
  'process.binding': ['', 'throw', () => process.binding('fs')],
  'fchmod': ['', 'throw', () => require('node:fs').fchmodSync(0, 0o600)],
  'fchown': ['', 'throw', () => require('node:fs').fchownSync(0, 0, 0)],
  'flag that writes': ['FileSystemWrite', 'throw', () => require('node:v8').setFlagsFromString('--trace_turbo')],
  'flag that names a file': ['FileSystemWrite', 'throw', () => require('node:v8').setFlagsFromString('--no-opt --logfile=' + here + 'log')],
  'time zone of a file': ['FileSystemRead', 'throw', () => { process.env.TZ = ':/etc/hostname'; }],
  'time zone of a file, ..': ['FileSystemRead', 'throw', () => { process.env.TZ = '../../../etc/hostname'; }],
};
const free = {
  'time zone': () => { process.env.TZ = 'Europe/Berlin'; },
  'flag': () => require('node:v8').setFlagsFromString('--no-opt'),
  'abstract socket': () => settled(net.connect('\\0no-such-' + process.pid), 'connect').catch(ignore('ECONNREFUSED')),
};

function ignore(code, pattern) {
  return (error) => { if (error.code !== code && !pattern?.test(error.code)) throw error; };
}
const closing = (server) => settled(server, 'listening').finally(() => { try { server.close(); } catch {} });

let port;
async function attempt(call) {
  let promise;
  try {
    promise = call();
  } catch (error) {
    return { form: 'throw', error };
  }
  try {
    await promise;
  } catch (error) {
    return { form: 'later', error };
  }
  return {};
}

const wrong = [];
let count = 0;
async function refused(calls) {
  for (const [name, [permission, form, call]] of Object.entries(calls)) {
    count++;
    const { form: got, error: thrown } = await attempt(call);
    const error = form === 'cause' ? thrown?.cause : thrown;
    const isRefused = error?.code === 'ERR_ACCESS_DENIED' && error.permission === permission && (form === 'throw') === (got === 'throw');
    if (!isRefused && !(form === 'event' && thrown)) wrong.push([name, got, String(error), error?.code, error?.permission]);
  }
}
async function allowed(calls) {
  for (const [name, entry] of Object.entries(calls)) {
    count++;
    const { error } = await attempt(typeof entry === 'function' ? entry : entry.at(-1));
    if (error) wrong.push([name, 'allowed', String(error?.stack ?? error)]);
  }
}

const withPermission = Object.fromEntries(Object.entries(processes).map(([name, entry]) => [name, ['ChildProcess', ...entry]]));
async function main() {
  if (process.argv[2] === 'refused') {
    port = 50000;
    await refused(withPermission);
    await refused(others);
    await refused(network);
    await refused(refusedOnly);
    await refused(always);
    await allowed(free);
  } else {
    const server = require('node:http').createServer((request, response) => { response.end('here'); });
    server.listen(0);
    await settled(server, 'listening');
    ({ port } = server.address());
    await allowed(withPermission);
    await allowed(others);
    await allowed(network);
    await refused(always);
    await allowed(free);
  }
  process.stdout.write(JSON.stringify({ count, wrong }), () => process.exit());
}
main();
`);

function run(mode, ...options) {
  const child = spawnSync(process.execPath, ['--no-warnings', '--permission', `--allow-fs-read=${folder}`, ...options,
    path.join(folder, 'program.js'), mode], { timeout: 60000, encoding: 'utf8', cwd: folder });
  assert.strictEqual(child.status, 0, `${child.signal} ${child.stderr}`);
  const { count, wrong } = JSON.parse(child.stdout);
  assert.deepStrictEqual(wrong, [], mode);
  assert.ok(count > 40, `${mode}: ${count}`);
}
run('refused', '--no-allow-net');
const all = ['--allow-child-process', '--allow-worker', '--allow-wasi', '--allow-inspector'];
run('allowed', ...all, '--allow-net');
run('allowed', ...all); // as on Node 24, the network is free
assert.deepStrictEqual(fs.readdirSync(folder).sort(), ['child.js', 'program.js']);
