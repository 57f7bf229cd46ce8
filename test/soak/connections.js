'use strict';
// Twenty thousand HTTP connections open at once on loopback, each of them served twice while all are open. Prints how many
// were, how long it took, and what memory a waiting connection costs the server.
// Usage: connections.js [OTHER_RUNTIME...]   the same with these runtimes' servers
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { execFileSync, spawn } = require('node:child_process');

const WANTED = Math.max(100, Math.round(20_000 * Math.min(1, Number(process.env.SOAK_SCALE ?? 1))));
const CLIENT_PROCESSES = 4;
const OTHER_FILES = 60; // that a process has open beside its connections
const AT_A_TIME = 100; // connections that a client opens side by side

const [role] = process.argv.slice(2);
if (role === '--server') serve();
else if (role === '--client') beClient(Number(process.argv[3]));
else main(process.argv.slice(2));

// --- The server. ---

function serve() {
  const server = http.createServer({ headersTimeout: 0, requestTimeout: 0, keepAliveTimeout: 0 }, (request, response) => {
    response.end(request.url);
  });
  server.listen(0, '127.0.0.1', 4096, () => process.send({ port: server.address().port }));
  process.on('message', () => {
    gc();
    server.getConnections((error, count) => process.send({ count, rss: process.memoryUsage().rss }));
  });
}

// --- A client: opens connections, then asks on each of them when told to. ---

function beClient(number) {
  const sockets = [];
  let waiting = 0;
  const answered = () => { if (--waiting === 0) process.send('done'); };

  function open(port, count) {
    if (sockets.length === count) return;
    // An address of its own has all the ports for itself.
    const socket = net.connect({ port, host: '127.0.0.1', localAddress: `127.0.0.${number + 2}` });
    const url = `/${number}-${sockets.push(socket)}`;
    socket.on('connect', () => {
      answered();
      open(port, count);
    });
    socket.ask = () => {
      let text = '';
      socket.removeAllListeners('data').on('data', (data) => {
        text += data.toString('latin1');
        if (!text.endsWith(url)) return;
        assert.ok(text.startsWith('HTTP/1.1 200 OK\r\n'));
        answered();
      });
      socket.write(`GET ${url} HTTP/1.1\r\nHost: x\r\n\r\n`);
    };
  }

  process.on('message', ({ port, count }) => {
    waiting = count ?? sockets.length;
    if (port === undefined) for (const socket of sockets) socket.ask();
    else for (let i = 0; i < Math.min(AT_A_TIME, count); i++) open(port, count);
  });
}

// --- Both. ---

/** The most files that a process of ours may have open: `wanted` where we may raise the limit. */
function fileLimit(wanted) {
  const limit = (command) => Number(execFileSync('sh', ['-c', command], { encoding: 'utf8' }).replace('unlimited', 'Infinity'));
  return limit(`ulimit -n ${wanted} 2>/dev/null; ulimit -n`);
}

function start(runtime, limit, ...roleAndMore) {
  const child = spawn('sh', ['-c', `ulimit -n ${limit}; exec "$0" "$@"`, runtime, '--expose-gc', __filename, ...roleAndMore],
                      { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.ask = (message) => new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error(`${runtime} ${roleAndMore} ended`)));
    if (message !== undefined) child.send(message);
  });
  return child;
}

async function measure(runtime, count, limit) {
  const server = start(runtime, limit, '--server');
  const { port } = await server.ask();
  const clients = Array.from({ length: CLIENT_PROCESSES }, (_, i) => start(process.execPath, limit, '--client', String(i)));
  const all = async (message) => {
    const start = Date.now();
    await Promise.all(clients.map((client) => client.ask(message)));
    return ((Date.now() - start) / 1000).toFixed(1);
  };
  const before = await server.ask('memory');
  const opened = await all({ port, count: count / CLIENT_PROCESSES });
  const first = await all({});
  const second = await all({});
  const after = await server.ask('memory');
  assert.strictEqual(after.count, count); // all were open all the time
  console.error(`${runtime}: ${after.count} connections open at once, each served twice; opened in ${opened} s, served in ` +
    `${first} s and ${second} s; ${Math.round(after.rss / 2 ** 20)} MiB, ` +
    `${((after.rss - before.rss) / 1024 / count).toFixed(1)} KiB a connection`);
  for (const child of [...clients, server]) {
    child.removeAllListeners('exit');
    child.kill('SIGKILL');
  }
}

async function main(others) {
  const limit = fileLimit(WANTED + OTHER_FILES);
  const possible = Math.min(WANTED, limit - OTHER_FILES);
  const count = Math.floor(possible / CLIENT_PROCESSES) * CLIENT_PROCESSES;
  if (count < WANTED) {
    console.error(`THE LIMIT OF OPEN FILES IS TOO LOW: ${limit}, and this user may not raise it. ` +
      `${count} connections, not ${WANTED}; try as root, or raise it (ulimit -Hn).`);
  }
  for (const runtime of [process.execPath, ...others]) await measure(runtime, count, Math.min(limit, WANTED + OTHER_FILES));
}
