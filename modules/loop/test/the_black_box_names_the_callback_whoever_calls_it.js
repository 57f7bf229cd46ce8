// eddy only: --loop-black-box
'use strict';
const assert = require('node:assert');
const path = require('node:path');
const finish = require('../../../test/_finish');
const { folder, plant, eddy } = require('./_asking');

// The program's function is called by one of a built-in module in each of these.
const programs = {
  'fs result': [
    'fs.stat(FILE, CALLBACK)', 'fs.lstat(FILE, { bigint: true }, CALLBACK)', 'fs.readdir(FOLDER, { withFileTypes: true }, CALLBACK)',
    'fs.read(fs.openSync(FILE), Buffer.alloc(3), 0, 3, 0, CALLBACK)', 'fs.fstat(0, CALLBACK)', 'fs.readFile(FILE, CALLBACK)',
    'fs.exists(FILE, CALLBACK)', 'fs.realpath(FILE, CALLBACK)', 'fs.opendir(FOLDER, CALLBACK)',
  ],
  'zlib result': ['zlib.gzip("x", CALLBACK)'],
  'crypto result': ['crypto.randomBytes(3, CALLBACK)', 'crypto.generateKeyPair("ed25519", CALLBACK)'],
  'dns answer': ['dns.lookup("localhost", CALLBACK)'],
  'pipe close': ['child_process.execFile("true", CALLBACK)'],
};

const requires = 'const fs = require("fs"), zlib = require("zlib"), crypto = require("crypto"), dns = require("dns"), ' +
  'child_process = require("child_process"), FILE = __filename, FOLDER = __dirname;';

// It dies in the callback: what is in the file then was there when the function was entered.
function programOf(call) {
  return [
    requires,
    call.replace('CALLBACK)', '('),
    'function theCallback() { process.kill(process.pid, "SIGKILL"); }',
    '));',
  ].join('\n');
}

async function lastOf(name, source) {
  const box = path.join(folder, `${name}.box`);
  const { signal } = await eddy([`--loop-black-box=${box}`, plant(`${name}.js`, source)]);
  assert.strictEqual(signal, 'SIGKILL');
  const { code, stdout, stderr } = await eddy(['loop', 'last', box]);
  assert.strictEqual(code, 0, stderr);
  return stdout;
}

finish(async () => {
  let count = 0;
  for (const [kind, calls] of Object.entries(programs)) {
    for (const call of calls) {
      const name = `calls${++count}`;
      const text = await lastOf(name, programOf(call));
      assert.match(text, new RegExp(`^it died, or still runs, in this callback, .*\\n  (?:${kind}|child process ended) {2}${name}\\.js:3:21 theCallback `, 'm'), call);
    }
  }
  const server = [
    'const http = require("http");',
    'const server = http.createServer(function serve() { process.kill(process.pid, "SIGKILL"); });',
    'server.listen(0, () => http.get({ port: server.address().port, path: "/caf%E9?x=1" }).on("error", () => {}));',
  ].join('\n');
  const client = [
    'const http = require("http");',
    'const server = http.createServer((request, response) => response.end()).listen(0, () => {',
    '  http.get({ port: server.address().port }, function take() { process.kill(process.pid, "SIGKILL"); });',
    '});',
  ].join('\n');
  assert.match(await lastOf('client', client), /\n {2}tcp read {2}client\.js:3:58 take {2}in poll/);
  assert.match(await lastOf('server', server), /\n {2}http request {2}GET \/caf%E9\?x=1 {2}server\.js:2:48 serve {2}in poll/);
});
