'use strict';
// Requests go on over HTTP/2, HTTP/1.1 and new connections while the server is told, again and again, to read another
// certificate: none is lost, and each handshake gets one of the two.
const assert = require('node:assert');
const { spawn, execFileSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const http2 = require('node:http2');
const https = require('node:https');
const os = require('node:os');
const path = require('node:path');
const finish = require('../_finish');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'serve-'));
finish.atExit(() => fs.rmSync(folder, { recursive: true }));
const at = (name) => path.join(folder, name);
fs.mkdirSync(at('files'));
fs.writeFileSync(at('files/a.txt'), 'a'.repeat(100_000));
for (const name of ['one', 'two']) {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`,
    '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2', '-keyout', at(`${name}.key`), '-out', at(`${name}.crt`)], { stdio: 'ignore' });
}
const ca = ['one', 'two'].map((name) => fs.readFileSync(at(`${name}.crt`)));

/** Puts a key and its certificate where the server reads them, each in one step. */
function use(name) {
  for (const extension of ['key', 'crt']) {
    fs.copyFileSync(at(`${name}.${extension}`), at('next'));
    fs.renameSync(at('next'), at(`server.${extension}`));
  }
}

const body = 'a'.repeat(100_000);

const textOf = (stream) => stream.setEncoding('utf8').reduce((all, part) => all + part, '');

/** GET /a.txt over an HTTP/2 session. */
async function askSession(session) {
  const stream = session.request({ ':path': '/a.txt' });
  assert.strictEqual(await textOf(stream), body);
}

/** The certificate's name, and what was spoken, of one request over a connection of its own. */
async function askAnew(port, useHttp2) {
  if (useHttp2) {
    const session = http2.connect(`https://127.0.0.1:${port}`, { ca });
    await askSession(session);
    const name = session.socket.getPeerCertificate().subject.CN;
    assert.strictEqual(session.alpnProtocol, 'h2');
    await new Promise((resolve) => session.close(resolve));
    return name;
  }
  const [response] = await once(https.get({ host: '127.0.0.1', port, path: '/a.txt', ca, agent: false }), 'response');
  const name = response.socket.getPeerCertificate().subject.CN;
  assert.deepStrictEqual([response.statusCode, response.httpVersion], [200, '1.1']);
  assert.strictEqual(await textOf(response), body);
  return name;
}

finish(async () => {
  use('one');
  const program = path.join(__dirname, '../../examples/serve_files_securely.js');
  const child = spawn(process.execPath, [program, at('server.key'), at('server.crt'), at('files'), '0'],
                      { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { complaints += text; });
  child.stdout.setEncoding('utf8');
  const nextLine = () => once(child.stdout, 'data').then(([text]) => text);
  const port = Number(/:(\d+)\/\n$/.exec(await nextLine())[1]);

  const kept = http2.connect(`https://127.0.0.1:${port}`, { ca });
  const names = [];
  let isOver = false;
  // Requests without a pause: over the connection that is kept, and over new ones.
  const overKept = (async () => {
    let count = 0;
    while (!isOver) count += (await askSession(kept), 1);
    return count;
  })();
  const overNew = [true, false].map(async (useHttp2) => {
    while (!isOver) names.push(await askAnew(port, useHttp2));
  });
  for (let i = 0; i < 6; i++) {
    const name = i % 2 === 0 ? 'two' : 'one';
    use(name);
    child.kill('SIGHUP');
    assert.strictEqual(await nextLine(), 'the certificate is read again\n');
    assert.strictEqual(await askAnew(port, i % 3 === 0), name);
  }
  isOver = true;
  assert.ok(await overKept > 0);
  await Promise.all(overNew);
  assert.deepStrictEqual(names.filter((name) => name !== 'one' && name !== 'two'), []);

  // A certificate that is none leaves the one that is in use.
  fs.writeFileSync(at('server.crt'), 'nothing');
  child.kill('SIGHUP');
  while (!complaints.includes('stays')) await once(child.stderr, 'data');
  assert.strictEqual(await askAnew(port, true), 'one');

  // A signal ends it, once what is under way has come.
  const last = kept.request({ ':path': '/a.txt' });
  await once(last, 'response');
  child.kill('SIGTERM');
  assert.strictEqual(await textOf(last), body);
  const [code] = await once(child, 'exit');
  assert.strictEqual(code, 0);
}).then(() => process.exit(0));
