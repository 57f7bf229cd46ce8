'use strict';
// --tls-keylog=FILE: each line of key material, of either side, with a warning; tls.DEFAULT_CIPHERS is what --tls-cipher-list says.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const finish = require('../../../test/_finish');

const program = `
  const tls = require('node:tls');
  const { identity } = require(${JSON.stringify(path.join(__dirname, '_pem'))});
  const server = tls.createServer({ ...identity('server'), maxVersion: 'TLSv1.2' }, (socket) => socket.end());
  server.listen(0, '127.0.0.1', () => {
    tls.connect({ port: server.address().port, rejectUnauthorized: false }).resume().on('close', () => server.close());
  });`;

finish(async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keylog-'));
  try {
    const file = path.join(folder, 'keys');
    const { status, stderr } = spawnSync(process.execPath, [`--tls-keylog=${file}`, '-e', program], { encoding: 'utf8' });
    assert.strictEqual(status, 0, stderr);
    assert.strictEqual(stderr.split(`Using --tls-keylog makes TLS connections insecure by writing secret key material to file ${file}`).length, 2);
    const lines = fs.readFileSync(file, 'utf8').trim().split('\n');
    assert.match(lines[0], /^CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}$/);
    assert.deepStrictEqual(lines, [lines[0], lines[0]]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  const list = spawnSync(process.execPath, ['--tls-cipher-list=ABC', '-p', 'tls.DEFAULT_CIPHERS + crypto.constants.defaultCipherList'], { encoding: 'utf8' });
  assert.strictEqual(list.stdout, 'ABCABC\n');
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: '/does/not/exist' };
  const missing = spawnSync(process.execPath, ['-e', 'tls.createSecureContext()'], { encoding: 'utf8', env });
  assert.strictEqual(missing.stderr, 'Warning: Ignoring extra certs from `/does/not/exist`, load failed: error:80000002:system library::No such file or directory\n');
});
