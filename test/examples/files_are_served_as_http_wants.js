'use strict';
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const finish = require('../_finish');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'serve-'));
finish.atExit(() => fs.rmSync(folder, { recursive: true }));
fs.writeFileSync(path.join(folder, 'a b.txt'), '0123456789');
fs.writeFileSync(path.join(folder, 'empty'), '');
fs.writeFileSync(path.join(folder, 'big.html'), 'x'.repeat(1_000_000));
fs.mkdirSync(path.join(folder, 'sub'));
fs.writeFileSync(path.join(folder, 'sub', 'index.html'), '<p>index');

const program = path.join(__dirname, '../../examples/serve_files.js');
const child = spawn(process.execPath, [program, folder, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
child.stdout.setEncoding('utf8');

finish(async () => {
  const [line] = await once(child.stdout, 'data');
  const port = Number(/:(\d+)\/\n$/.exec(line)[1]);
  const ask = (url, headers = {}, method = 'GET') => request({ host: '127.0.0.1', port, path: url, headers, method });

  const file = await ask('/a%20b.txt');
  assert.deepStrictEqual([file.status, file.body, file.headers['content-type'], file.headers['content-length']],
                         [200, '0123456789', 'text/plain; charset=utf-8', '10']);
  const again = await ask('/a%20b.txt', { 'If-None-Match': file.headers.etag });
  assert.deepStrictEqual([again.status, again.body], [304, '']);
  const head = await ask('/a%20b.txt', {}, 'HEAD');
  assert.deepStrictEqual([head.status, head.body, head.headers['content-length']], [200, '', '10']);

  for (const [range, status, body, told] of [
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'], ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'], ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=10-', 416, 'Range Not Satisfiable\n', 'bytes */10'], ['lines=1-2', 200, '0123456789', undefined],
  ]) {
    const part = await ask('/a%20b.txt', { Range: range });
    assert.deepStrictEqual([part.status, part.body, part.headers['content-range']], [status, body, told], range);
  }

  assert.strictEqual((await ask('/big.html')).body.length, 1_000_000);
  assert.deepStrictEqual(await ask('/empty').then(({ status, body }) => [status, body]), [200, '']);
  assert.deepStrictEqual(await ask('/sub/').then(({ status, body }) => [status, body]), [200, '<p>index']);
  assert.deepStrictEqual(await ask('/sub').then(({ status, headers }) => [status, headers.location]), [301, '/sub/']);
  assert.match((await ask('/')).body, /<a href=".\/a%20b.txt">a b.txt<\/a>\n<li><a href=".\/big.html">/);
  for (const [url, status, method] of [
    ['/none', 404], ['/a%20b.txt/x', 404], ['/..%2f..%2fetc%2fpasswd', 400], ['/%', 400], ['/a%00', 400],
    ['/', 405, 'POST'],
  ]) {
    assert.strictEqual((await ask(url, {}, method)).status, status, url);
  }

  child.kill('SIGTERM');
  assert.deepStrictEqual(await once(child, 'exit'), [0, null]);
});

async function request(options) {
  const message = http.request({ ...options, agent: false });
  message.end();
  const [response] = await once(message, 'response');
  response.setEncoding('latin1');
  let body = '';
  for await (const chunk of response) body += chunk;
  return { status: response.statusCode, headers: response.headers, body };
}
