// PM2 keeps a cluster of two alive: pm2_cluster.js PATH_OF_PM2. Two workers answer; each time one crashes or is killed
// another takes its place; a reload replaces both without losing a request.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const path = require('node:path');
const { execFile, execFileSync } = require('node:child_process');
const { setTimeout: sleep } = require('node:timers/promises');
const { promisify } = require('node:util');

const pm2 = process.argv[2];
const home = path.resolve('pm2-home');
fs.mkdirSync(path.join(home, 'bin'), { recursive: true });
fs.writeFileSync(path.join(home, 'touch'), ''); // else it asks the network for its newest version
fs.symlinkSync(process.execPath, path.join(home, 'bin/node'));

const freePort = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

function ask(port, url = '/') {
  return new Promise((resolve) => {
    http.get({ port, host: '127.0.0.1', path: url, agent: false, timeout: 2000 }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (data) => { body += data; }).on('end', () => resolve(body));
    }).on('error', () => resolve(undefined)).on('timeout', function() { this.destroy(); });
  });
}

/** The pids of two workers that answer and are none of `others`; waits for them. */
async function twoWorkers(port, others = []) {
  for (let i = 0; i < 300; i++) {
    const pids = new Set();
    for (let j = 0; j < 6; j++) pids.add(await ask(port));
    if (pids.size === 2 && !pids.has(undefined) && others.every((pid) => !pids.has(pid))) return [...pids];
    await sleep(100);
  }
  throw new Error('two workers do not come');
}

/** Asks without a pause until `over()`. @returns {Promise<number>} how many requests got no answer */
async function askUntil(over, port) {
  let lost = 0;
  while (!over()) {
    if (await ask(port) === undefined) lost++;
  }
  return lost;
}

async function main() {
  const port = await freePort();
  const env = { ...process.env, PM2_HOME: home, PORT: `${port}`, PATH: `${home}/bin:${process.env.PATH}` };
  const run = (...words) => execFileSync(process.execPath, [pm2, ...words], { env, stdio: 'pipe', timeout: 60_000 });
  try {
    run('start', path.resolve('pm2_app.js'), '-i', '2', '--name', 'app', '--no-pmx');
    let workers = await twoWorkers(port);
    console.log('two workers answer');
    for (let i = 0; i < 3; i++) {
      const victim = await ask(port, '/crash');
      assert.ok(workers.includes(victim));
      workers = await twoWorkers(port, [victim]);
      console.log('one crashed, two answer');
    }
    for (let i = 0; i < 2; i++) {
      process.kill(Number(workers[i]), 'SIGKILL');
      workers = await twoWorkers(port, [workers[i]]);
      console.log('one was killed, two answer');
    }
    let reloaded = false;
    const clients = Array.from({ length: 4 }, () => askUntil(() => reloaded, port));
    await promisify(execFile)(process.execPath, [pm2, 'reload', 'app'], { env, timeout: 60_000 });
    await twoWorkers(port, workers);
    reloaded = true;
    console.log('both were replaced; lost requests:', (await Promise.all(clients)).reduce((sum, lost) => sum + lost));
  } finally {
    run('kill');
  }
  assert.strictEqual(await ask(port), undefined);
  console.log('all are gone');
  fs.rmSync(home, { recursive: true });
}

main();
