'use strict';
const assert = require('node:assert');
const { once } = require('node:events');
const zlib = require('node:zlib');
const finish = require('../../../test/_finish');

function gather(stream) {
  const chunks = [];
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk) => { chunks.push(chunk); });
    stream.on('end', () => resolve(Buffer.concat(chunks)));
    stream.on('error', reject);
  });
}

async function everyPairPipes() {
  const input = Buffer.alloc(400000, 'abcdefghijklmnopq');
  for (const [compress, decompress] of [['Gzip', 'Gunzip'], ['Deflate', 'Unzip'], ['DeflateRaw', 'InflateRaw'],
                                        ['BrotliCompress', 'BrotliDecompress'], ['ZstdCompress', 'ZstdDecompress']]) {
    const first = zlib[`create${compress}`]();
    const second = zlib[`create${decompress}`]({ chunkSize: 1000 });
    const output = gather(first.pipe(second));
    for (let i = 0; i < input.length; i += 12345) first.write(input.subarray(i, i + 12345));
    first.end();
    assert.ok((await output).equals(input));
    assert.strictEqual(first.bytesWritten, input.length);
    assert.ok(second.bytesWritten > 0);
  }
}

async function byteByByte() {
  for (const [data, name] of [[zlib.gzipSync('abcdef'), 'createUnzip'], [zlib.deflateSync('abcdef'), 'createInflate']]) {
    const stream = zlib[name]();
    const output = gather(stream);
    for (const byte of data) stream.write(Buffer.from([byte]));
    stream.end();
    assert.strictEqual((await output).toString(), 'abcdef');
  }
}

async function flushGivesOutWhatWasWritten() {
  const stream = zlib.createDeflateRaw();
  stream.write('abc');
  await new Promise((resolve) => { stream.flush(zlib.constants.Z_SYNC_FLUSH, resolve); });
  const part = stream.read();
  const options = { finishFlush: zlib.constants.Z_SYNC_FLUSH };
  assert.strictEqual(zlib.inflateRawSync(part, options).toString(), 'abc');
  await new Promise((resolve) => { stream.params(0, zlib.constants.Z_DEFAULT_STRATEGY, resolve); });
  stream.end('defghi');
  const rest = await gather(stream);
  assert.ok(rest.includes('defghi'));
  assert.strictEqual(zlib.inflateRawSync(Buffer.concat([part, rest])).toString(), 'abcdefghi');
}

async function resetStartsOver() {
  const stream = zlib.createInflate();
  stream.write(zlib.deflateSync('abc').subarray(0, 4));
  await new Promise((resolve) => { stream.flush(resolve); });
  stream.reset();
  stream.end(zlib.deflateSync('def'));
  assert.strictEqual((await gather(stream)).toString().slice(-3), 'def');
}

async function closing() {
  const stream = zlib.createGzip();
  assert.strictEqual(stream._closed, false);
  stream.write(Buffer.alloc(100000));
  await new Promise((resolve) => { stream.close(resolve); });
  assert.strictEqual(stream._closed, true);
  assert.throws(() => stream.reset(), { code: 'ERR_INTERNAL_ASSERTION' });

  const broken = zlib.createGunzip();
  broken.end('what is this');
  const [error] = await once(broken, 'error');
  assert.strictEqual(error.code, 'Z_DATA_ERROR');
  assert.strictEqual(broken.destroyed, true);
}

async function junkBehindTheEnd() {
  const data = Buffer.concat([zlib.deflateSync('abc'), Buffer.from('junk')]);
  const lenient = zlib.createInflate();
  lenient.end(data);
  assert.strictEqual((await gather(lenient)).toString(), 'abc');
  const strict = zlib.createInflate({ rejectGarbageAfterEnd: true });
  strict.end(data);
  await assert.rejects(gather(strict), { code: 'ERR_TRAILING_JUNK_AFTER_STREAM_END' });
}

async function backpressureHoldsTheWorkBack() {
  const stream = zlib.createGunzip();
  stream.end(zlib.gzipSync(Buffer.alloc(10_000_000)));
  await finish.until(() => stream.readableLength >= stream.readableHighWaterMark);
  for (let i = 0; i < 10; i++) await new Promise((resolve) => { setTimeout(resolve, 1); });
  assert.ok(stream.readableLength <= 2 * stream.readableHighWaterMark);
  let total = 0;
  for await (const chunk of stream) total += chunk.length;
  assert.strictEqual(total, 10_000_000);
}

function atOnce() {
  // As pngjs and minizlib do.
  const stream = new zlib.Deflate();
  const handle = stream._handle;
  const { close } = handle;
  handle.close = () => {};
  const first = Buffer.from(stream._processChunk(Buffer.from('abc'), zlib.constants.Z_SYNC_FLUSH));
  assert.strictEqual(stream._handle, null);
  stream._handle = handle;
  handle.close = close;
  const second = stream._processChunk(Buffer.from('def'), zlib.constants.Z_FINISH);
  assert.strictEqual(zlib.inflateSync(Buffer.concat([first, second])).toString(), 'abcdef');

  const inflate = new zlib.Inflate();
  const input = zlib.deflateSync('abcdef');
  inflate._handle.writeSync(zlib.constants.Z_FINISH, input, 0, input.length, inflate._outBuffer, 0, 100);
  assert.deepStrictEqual([...inflate._writeState], [94, 0]);
  assert.strictEqual(inflate._outBuffer.toString('latin1', 0, 6), 'abcdef');
}

async function main() {
  atOnce();
  await everyPairPipes();
  await byteByByte();
  await flushGivesOutWhatWasWritten();
  await resetStartsOver();
  await closing();
  await junkBehindTheEnd();
  await backpressureHoldsTheWorkBack();
}
finish(main);
