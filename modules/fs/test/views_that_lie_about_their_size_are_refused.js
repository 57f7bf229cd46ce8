'use strict';
// eddy only: Node aborts where its native code finds the lie.
// A view's byteLength and length may be redefined by a program: what is read and written stays within the memory that the
// view really has.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const finish = require('../../../test/_finish');

const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'lies-')), 'file');
fs.writeFileSync(file, Buffer.alloc(4096, 'Z'));

function liar(claimed) {
  const view = new Uint8Array(16);
  for (const name of ['byteLength', 'length']) Object.defineProperty(view, name, { __proto__: null, value: claimed });
  return view;
}
const tooLong = { code: 'ERR_OUT_OF_RANGE', message: 'The value of "length" is out of range. It must be <= 16. Received 4096' };
const tooFar = { code: 'ERR_OUT_OF_RANGE', message: 'The value of "offset" is out of range. It must be <= 16. Received 17' };

finish(async () => {
  const fd = fs.openSync(file, 'r+');
  assert.throws(() => fs.readSync(fd, liar(4096), 0, 4096, 0), tooLong);
  assert.throws(() => fs.writeSync(fd, liar(4096), 0, 4096, 0), tooLong);
  assert.throws(() => fs.readSync(fd, liar(4096), 17, 1, 0), tooFar);
  assert.throws(() => fs.writeSync(fd, liar(4096), 17, 1, 0), tooFar);
  assert.throws(() => fs.read(fd, liar(4096), 0, 4096, 0, finish.never('read')), tooLong);
  assert.throws(() => fs.write(fd, liar(4096), 0, 4096, 0, finish.never('write')), tooLong);
  fs.closeSync(fd);
  const handle = await fs.promises.open(file, 'r+');
  await assert.rejects(handle.read(liar(4096), 0, 4096, 0), tooLong);
  await assert.rejects(handle.write(liar(4096), 0, 4096, 0), tooLong);
  const honest = new Uint8Array(16);
  assert.strictEqual((await handle.read(honest, 4, 12, 0)).bytesRead, 12);
  assert.deepStrictEqual([...honest.subarray(0, 6)], [0, 0, 0, 0, 90, 90]);
  await handle.close();
  assert.strictEqual(fs.readFileSync(file, 'latin1'), 'Z'.repeat(4096));
});
