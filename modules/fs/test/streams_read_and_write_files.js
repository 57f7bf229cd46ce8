// createReadStream and createWriteStream: ranges, positions, events, descriptors, FileHandles, errors.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { once } = require('node:events');
const { pipeline } = require('node:stream/promises');
const { at } = require('./_directory.js');
const finish = require('../../../test/_finish');

async function textOf(stream) {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

async function main() {
  const events = [];
  const writer = fs.createWriteStream(at('file'));
  for (const name of ['open', 'ready', 'finish', 'close']) writer.on(name, () => events.push(name));
  assert.strictEqual(writer.pending, true);
  writer.write('hello ');
  writer.write(Buffer.from('wor'));
  writer.end('ld');
  await once(writer, 'close');
  assert.deepStrictEqual(events, ['open', 'ready', 'finish', 'close']);
  assert.strictEqual(writer.bytesWritten, 11);
  assert.strictEqual(writer.fd, null);

  assert.strictEqual(await textOf(fs.createReadStream(at('file'), 'utf8')), 'hello world');
  assert.strictEqual(await textOf(fs.createReadStream(at('file'), { start: 2, end: 6, highWaterMark: 2 })), 'llo w');
  const patch = fs.createWriteStream(at('file'), { flags: 'r+', start: 6 });
  patch.end('WORLD');
  await once(patch, 'close');
  assert.strictEqual(fs.readFileSync(at('file'), 'utf8'), 'hello WORLD');

  fs.writeFileSync(at('big'), Buffer.alloc(1_000_000, 'xyz'));
  await pipeline(fs.createReadStream(at('big')), fs.createWriteStream(at('copy')));
  assert.ok(fs.readFileSync(at('copy')).equals(fs.readFileSync(at('big'))));

  const handle = await fs.promises.open(at('file'));
  assert.strictEqual(await textOf(handle.createReadStream({ end: 4 })), 'hello');
  assert.strictEqual(handle.fd, -1);

  const missing = fs.createReadStream(at('missing'));
  const [error] = await once(missing, 'error');
  assert.strictEqual(error.code, 'ENOENT');
  assert.strictEqual(missing.destroyed, true);
  assert.throws(() => fs.createReadStream(at('file'), { start: 5, end: 2 }),
                { code: 'ERR_OUT_OF_RANGE',
                  message: 'The value of "start" is out of range. It must be <= "end" (here: 2). Received 5' });

  const own = { ...fs, read: (fd, buffer, ...rest) => { own.reads++; fs.read(fd, buffer, ...rest); }, reads: 0 };
  assert.strictEqual(await textOf(fs.createReadStream(at('file'), { fs: own, encoding: 'utf8' })), 'hello WORLD');
  assert.strictEqual(own.reads, 2);
}
finish(main);
