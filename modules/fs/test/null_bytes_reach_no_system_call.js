'use strict';
// The system cuts a text at a null byte: '/etc/hostname\0.png' would be /etc/hostname. Refused by whatever takes a path or an
// argument, also where a program has replaced the methods by which JavaScript could look.
const assert = require('node:assert');
const childProcess = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const finish = require('../../../test/_finish');

const refused = { code: 'ERR_INVALID_ARG_VALUE' };
const missing = '/etc/hostname\0.png';
const bytes = Buffer.from(missing);

function checkAll() {
  assert.throws(() => fs.readFileSync(missing), refused);
  assert.throws(() => fs.readFileSync(bytes), refused);
  assert.throws(() => fs.openSync(missing), refused);
  assert.throws(() => fs.statSync(missing), refused);
  assert.throws(() => fs.mkdtempSync('x\0'), refused);
  assert.throws(() => fs.symlinkSync('a\0', 'b'), refused);
  assert.throws(() => fs.readFile(missing, () => {}), refused);
  assert.strictEqual(fs.existsSync(missing), false);
  assert.throws(() => childProcess.spawnSync('echo\0x'), refused);
  assert.throws(() => childProcess.spawnSync('echo', ['a\0b']), refused);
  assert.throws(() => childProcess.spawn('echo', ['a\0b']), refused);
  assert.throws(() => childProcess.spawn('echo', [], { env: { A: 'a\0b' } }), refused);
  assert.throws(() => childProcess.spawn('echo', [], { cwd: '/tmp\0x' }), refused);
}

finish(async () => {
  checkAll();
  await assert.rejects(fs.promises.readFile(missing), refused);

  // A socket's name, too, where the null byte is not the first, which makes a name outside of the file system.
  await new Promise((resolve) => {
    net.connect({ path: '/tmp/x\0y' }).on('error', finish.once((error) => {
      assert.strictEqual(error.code, 'EINVAL');
      resolve();
    }));
  });
  await new Promise((resolve) => {
    net.createServer().listen({ path: '/tmp/x\0y' }).on('error', finish.once((error) => {
      assert.strictEqual(error.code, 'EINVAL');
      resolve();
    }));
  });

  bytes.includes = () => false;
  String.prototype.includes = () => false;
  String.prototype.indexOf = () => -1;
  Uint8Array.prototype.includes = Buffer.prototype.includes = () => false;
  RegExp.prototype.test = () => false;
  RegExp.prototype.exec = () => null;
  checkAll();
});
