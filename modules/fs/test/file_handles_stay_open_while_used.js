// FileHandle: reads and writes at places, closes when nothing is under way any more, refuses work afterwards.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { at } = require('./_directory.js');
const finish = require('../../../test/_finish');

async function main() {
  const handle = await fs.promises.open(at('file'), 'w+');
  assert.strictEqual(typeof handle.fd, 'number');
  assert.deepStrictEqual(await handle.write('hello'), { __proto__: null, bytesWritten: 5, buffer: 'hello' });
  await handle.write(Buffer.from('J'), 0, 1, 0);
  const buffer = Buffer.alloc(4);
  assert.deepStrictEqual(await handle.read({ buffer, position: 0 }), { __proto__: null, bytesRead: 4, buffer });
  assert.strictEqual(buffer.toString(), 'Jell');
  assert.strictEqual((await handle.writev([Buffer.from('1'), Buffer.from('2')], 5)).bytesWritten, 2);
  const views = [new Uint8Array(2), new Uint8Array(10)];
  assert.strictEqual((await handle.readv(views, 3)).bytesRead, 4);
  assert.deepStrictEqual([...views[0]], [108, 111]);
  await handle.truncate(3);
  assert.strictEqual((await handle.stat()).size, 3);
  assert.strictEqual((await handle.stat({ bigint: true })).size, 3n);
  await handle.utimes(1, 2);
  assert.strictEqual((await handle.stat()).mtimeMs, 2000);
  await handle.chmod(0o600);
  await handle.appendFile('+');
  await handle.sync();
  await handle.datasync();

  let closed = false;
  handle.on('close', () => { closed = true; });
  const reading = handle.read(Buffer.alloc(4), 0, 4, 0);
  const closing = handle.close();
  assert.strictEqual(closed, true);
  assert.strictEqual((await reading).bytesRead, 4);
  await closing;
  assert.strictEqual(handle.fd, -1);
  await handle.close();
  await assert.rejects(handle.stat(), { code: 'EBADF', message: 'file closed', syscall: 'fstat' });

  await using again = await fs.promises.open(at('file'));
  assert.strictEqual(await again.readFile('utf8'), 'Jel\0\0+');
  assert.strictEqual(await again.readFile('utf8'), '');
  let bytes = 0;
  const other = await fs.promises.open(at('file'));
  for await (const chunk of other.readableWebStream()) bytes += chunk.byteLength;
  assert.strictEqual(bytes, 6);
  await other.close();
}
finish(main);
