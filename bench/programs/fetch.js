'use strict';
// fetch() of a server in another process: small answers as text and as JSON, a POST, 64 KiB, several at once.
const { spawn } = require('node:child_process');
const path = require('node:path');
const { measure } = require('./_measure.js');

const server = spawn(process.execPath, [path.join(__dirname, '_fetch_server.js')], { stdio: ['pipe', 'pipe', 'inherit'] });

async function many(times, work) {
  while (times-- > 0) await work();
}

server.stdout.once('data', async (port) => {
  const base = `http://127.0.0.1:${String(port).trim()}`;
  const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"hello":"world"}' };
  await measure('fetch, text', (times) => many(times, async () => (await fetch(`${base}/`)).text()));
  await measure('fetch, json', (times) => many(times, async () => (await fetch(`${base}/json`)).json()));
  await measure('fetch, POST of JSON', (times) => many(times, async () => (await fetch(`${base}/`, post)).text()));
  await measure('fetch, 64 KiB', (times) => many(times, async () => (await fetch(`${base}/big`)).arrayBuffer()));
  await measure('fetch, eight at once', (times) => many(times, () =>
    Promise.all(Array.from({ length: 8 }, async () => (await fetch(`${base}/`)).text()))), { scale: 8 });
  server.stdin.end();
  process.exit();
});
