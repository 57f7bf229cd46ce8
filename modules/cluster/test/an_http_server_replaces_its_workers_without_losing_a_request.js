// examples/cluster_server.js under load, while all its workers are replaced, twice.
'use strict';
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const http = require('node:http');
const path = require('node:path');
const finish = require('../../../test/_finish');

const CLIENTS = 8;
const server = spawn(process.execPath, [path.join(__dirname, '../../../examples/cluster_server.js'), '0'],
  { stdio: ['ignore', 'pipe', 'inherit'] });

let port;
let rounds = 0;
let done = false;
let text = '';
server.stdout.setEncoding('utf8').on('data', (data) => {
  text += data;
  const lines = text.split('\n');
  text = lines.pop();
  for (const line of lines) hear(line);
});

function hear(line) {
  const listens = /listens on port (\d+)/.exec(line);
  if (listens && port === undefined) {
    port = Number(listens[1]);
    for (let i = 0; i < CLIENTS; i++) ask(i % 2 === 0);
    server.kill('SIGHUP');
  }
  if (line === 'all replaced') {
    if (++rounds === 2) done = true;
    else server.kill('SIGHUP');
  }
}

const served = new Map(); // worker => requests
let asking = 0;
let again = 0;

// Half of the clients keep their connections.
function ask(keepAlive) {
  asking++;
  const agent = new http.Agent({ keepAlive, maxSockets: 1 });
  const next = () => {
    const request = http.get({ port, host: '127.0.0.1', agent }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (data) => { body += data; }).on('end', () => {
        assert.strictEqual(response.statusCode, 200);
        assert.match(body, /^worker \d+\n$/);
        served.set(body, (served.get(body) ?? 0) + 1);
        if (!done) {
          next();
          return;
        }
        agent.destroy();
        if (--asking === 0) server.kill('SIGTERM');
      });
    });
    // Where a process stood still for longer than a worker says farewell: a request that no worker took is made again. Were they
    // lost as a rule, each of the clients would lose one with each of the workers.
    request.on('error', (error) => {
      assert.strictEqual(error.code, 'ECONNRESET');
      assert.ok(++again < CLIENTS, 'too many requests were not taken');
      next();
    });
  };
  next();
}

server.on('exit', finish.once((code, signal) => {
  assert.strictEqual(signal, 'SIGTERM');
  // Two rounds of new workers: at least three times as many as at first.
  assert.ok(served.size >= 3, `${[...served]}`);
}));
