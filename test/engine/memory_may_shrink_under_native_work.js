'use strict';
// eddy only: zlib, randomFill and v8.Deserializer of Node die.
// Memory that a program resizes, detaches or lets another thread change while native code works on it: the work goes on
// with what there was when it was given, and what was written is what there was place for.
const assert = require('node:assert');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const util = require('node:util');
const v8 = require('node:v8');
const zlib = require('node:zlib');
const finish = require('../_finish');

const SIZE = 1 << 18;

function shrinking(size = SIZE) {
  const buffer = new ArrayBuffer(size, { maxByteLength: 2 * size });
  return new Uint8Array(buffer).fill(97);
}
/** The same call with memory that stays and with memory that goes away: the same result. */
async function same(call) {
  const expected = await call(new Uint8Array(SIZE).fill(97));
  for (const left of [0, 1 << 14]) {
    const view = shrinking();
    const result = call(view);
    view.buffer.resize(left);
    assert.deepStrictEqual(await result, expected);
  }
}

finish(async () => {
  const salt = Buffer.from('salt');
  const { privateKey, publicKey } = crypto.generateKeyPairSync('ed25519');
  const signature = crypto.sign(null, Buffer.alloc(SIZE, 97), privateKey);
  await same((view) => util.promisify(crypto.pbkdf2)(view, salt, 10, 64, 'sha512'));
  await same((view) => util.promisify(crypto.scrypt)('x', view, 64, { N: 16 }));
  await same(async (view) => Buffer.from(await util.promisify(crypto.hkdf)('sha512', view, salt, 'info', 64)));
  await same((view) => util.promisify(crypto.sign)(null, view, privateKey));
  await same((view) => util.promisify(crypto.verify)(null, view, publicKey, signature));
  await same((view) => util.promisify(zlib.gzip)(view));
  await same((view) => util.promisify(zlib.brotliCompress)(view));
  await same((view) => util.promisify(zlib.zstdCompress)(view));
  await same((view) => new Promise((resolve) => {
    const chunks = [];
    zlib.createDeflateRaw().on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks))).end(view);
  }));

  const filled = shrinking();
  const error = new Promise((resolve) => crypto.randomFill(filled, resolve));
  filled.buffer.resize(0);
  assert.strictEqual((await error)?.code ?? 'filled', (await error) ? 'ERR_CRYPTO_OPERATION_FAILED' : 'filled');

  const serialized = v8.serialize({ a: [1, 'two'] });
  const view = shrinking(serialized.length);
  view.set(serialized);
  const deserializer = new v8.Deserializer(view);
  view.buffer.resize(0);
  assert.strictEqual(deserializer.readHeader(), true);
  assert.deepStrictEqual(deserializer.readValue(), { a: [1, 'two'] });

  // A file read into memory that is gone: the system says so, or had read it before.
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'shrinks-')), 'file');
  fs.writeFileSync(file, Buffer.alloc(SIZE, 'Z'));
  const fd = fs.openSync(file);
  const read = shrinking();
  const result = new Promise((resolve) => fs.read(fd, read, 0, SIZE, 0, (failure, count) => resolve(failure?.code ?? count)));
  read.buffer.resize(0);
  assert(['EFAULT', SIZE].includes(await result), String(await result));
  const kept = shrinking();
  assert.strictEqual(fs.readSync(fd, kept, 0, SIZE, 0), SIZE);
  assert.strictEqual(kept[SIZE - 1], 90);
  fs.closeSync(fd);

  // A codec's output that goes away: what fits is there.
  const inflate = zlib.createInflate();
  const output = shrinking(1 << 12);
  const handle = inflate._handle;
  const deflated = zlib.deflateSync(Buffer.alloc(1 << 12, 'o'));
  const done = new Promise((resolve) => { inflate._processCallback = resolve; inflate.on('data', resolve); inflate.end(deflated); });
  await done;
  assert.strictEqual(typeof handle, 'object');
  output.buffer.resize(0);
});
