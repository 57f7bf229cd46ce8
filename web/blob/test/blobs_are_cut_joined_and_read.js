'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(18);
const { Blob, File } = require('node:buffer');
const { inspect } = require('node:util');

async function main() {
  const bytes = new Uint8Array([0x64, 0x65]);
  const blob = new Blob(['ab\u00e9', bytes, new Blob(['x']), 7], { type: 'Text/Plain' });
  bytes[0] = 0;
  assert.strictEqual(blob.size, 8);
  assert.strictEqual(blob.type, 'text/plain');
  assert.strictEqual(await blob.text(), 'ab\u00e9dex7');
  assert.strictEqual(await blob.slice(1, -1).text(), 'b\u00e9dex');
  assert.strictEqual(await blob.slice(-2).text(), 'x7');
  assert.strictEqual(blob.slice(5, 2).size, 0);
  assert.deepStrictEqual(await blob.slice(4, 6).bytes(), new Uint8Array([0x64, 0x65]));
  assert.strictEqual((await blob.arrayBuffer()).byteLength, 8);
  assert.strictEqual(new Blob(['a'], { type: 't\u00e9' }).type, '');
  assert.strictEqual(await new Blob(['a\r\nb\nc'], { endings: 'native' }).text(), 'a\nb\nc');
  assert.strictEqual(inspect(new Blob(['abc'])), "Blob { size: 3, type: '' }");

  const chunks = [];
  for await (const chunk of new Blob(['ab', 'cd']).stream()) chunks.push(...chunk);
  assert.deepStrictEqual(chunks, [97, 98, 99, 100]);

  const file = new File(['abc'], 'name.txt', { lastModified: 5 });
  assert.deepStrictEqual([file.name, file.lastModified, file.size], ['name.txt', 5, 3]);
  assert.ok(file instanceof Blob);
  assert.strictEqual(inspect(file), "File { size: 3, type: '', name: 'name.txt', lastModified: 5 }");

  assert.throws(() => new Blob('abc'), {
    code: 'ERR_INVALID_ARG_TYPE', message: 'The "sources" argument must be a sequence. Received type string (\'abc\')',
  });
  assert.throws(() => new File([]), { code: 'ERR_MISSING_ARGS' });
  await assert.rejects(Blob.prototype.text.call({}), { code: 'ERR_INVALID_THIS' });
}

main().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
