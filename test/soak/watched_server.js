'use strict';
// An hour of an HTTP server that does nothing wrong, under --loop-watch and under load: files, the pool's work, JSON, timers.
// Nothing may be reported. (On a machine that others use too, the processor is away for longer than the limit: what the
// kernel says of that is taken off, what a hypervisor takes away without saying so is not.)
const assert = require('node:assert');
const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const zlib = require('node:zlib');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { json } = require('node:stream/consumers');
const { setTimeout: sleep } = require('node:timers/promises');

const SECONDS = Math.max(5, Math.round(3600 * Number(process.env.SOAK_SCALE ?? 1)));
const AT_A_TIME = 20;
const PAUSE_MS = 100; // behind so many, that the server has room

const ANSWERS = {
  '/file': (request, response) => fs.readFile(__filename, (error, data) => response.end(data)),
  '/zip': (request, response) => zlib.gzip('x'.repeat(20_000), (error, data) => response.end(data)),
  '/key': (request, response) => crypto.scrypt('password', 'salt', 16, { N: 1024 }, (error, key) => response.end(key)),
  '/json': async (request, response) => response.end(JSON.stringify(await json(request))),
  '/timer': (request, response) => setTimeout(() => response.end('hello'), 5),
};
const BODY = JSON.stringify(Array.from({ length: 200 }, (_, i) => ({ i, name: `row ${i}` })));

function serve() {
  const server = http.createServer((request, response) => ANSWERS[request.url](request, response));
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
  process.on('disconnect', () => process.exit());
}

function ask(port, path, agent) {
  const isPost = path === '/json';
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path, agent, method: isPost ? 'POST' : 'GET' }, (response) => {
      assert.strictEqual(response.statusCode, 200);
      response.resume().on('end', resolve).on('error', reject);
    });
    request.on('error', reject).end(isPost ? BODY : undefined);
  });
}

async function main() {
  const server = spawn(process.execPath, ['--loop-watch', __filename, '--server'], { stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
  let reports = '';
  server.stderr.setEncoding('utf8').on('data', (text) => { reports += text; });
  const ended = once(server, 'close');
  const [port] = await once(server, 'message');
  const agent = new http.Agent({ keepAlive: true, maxSockets: AT_A_TIME });
  const paths = Object.keys(ANSWERS);
  const end = performance.now() + SECONDS * 1000;
  let asked = 0;
  while (performance.now() < end) {
    await Promise.all(Array.from({ length: AT_A_TIME }, () => ask(port, paths[asked++ % paths.length], agent)));
    await sleep(PAUSE_MS);
  }
  agent.destroy();
  server.disconnect();
  await ended;
  console.error(`${asked} requests in ${SECONDS} s`);
  assert.strictEqual(reports, '');
}

if (process.argv[2] === '--server') serve();
else main();
