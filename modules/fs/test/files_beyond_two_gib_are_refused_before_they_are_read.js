'use strict';
// Synchronously, by callback and by promise, as bytes and as text: one error, with the size in its message.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const finish = require('../../../test/_finish.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'beyond-'));
const large = path.join(folder, 'large');
const size = 2 ** 31;
fs.closeSync(fs.openSync(large, 'w'));
fs.truncateSync(large, size); // sparse: it takes no room

function check(error) {
  assert.ok(error instanceof RangeError);
  assert.strictEqual(error.code, 'ERR_FS_FILE_TOO_LARGE');
  assert.strictEqual(error.message, `File size (${size}) is greater than 2 GiB`);
  assert.ok(error.stack.startsWith(`RangeError [ERR_FS_FILE_TOO_LARGE]: ${error.message}`), error.stack);
  return true;
}

finish(async () => {
  assert.throws(() => fs.readFileSync(large), check);
  const fd = fs.openSync(large, 'r');
  assert.throws(() => fs.readFileSync(fd), check);
  fs.closeSync(fd);
  for (const encoding of [undefined, 'utf8', 'latin1']) {
    const { promise, resolve } = Promise.withResolvers();
    fs.readFile(large, encoding, (error, data) => resolve([error, data]));
    const [error, data] = await promise;
    check(error);
    assert.strictEqual(data, undefined);
    await assert.rejects(fs.promises.readFile(large, encoding), check);
  }
  fs.rmSync(folder, { recursive: true });
});
