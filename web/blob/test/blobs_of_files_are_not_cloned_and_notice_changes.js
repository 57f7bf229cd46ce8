'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const finish = require('../../../test/_finish');

const unreadable = { name: 'NotReadableError' };

finish(async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-blob-'));
  try {
    for (const text of ['', 'some text']) {
      const file = path.join(folder, `file-${text.length}`);
      fs.writeFileSync(file, text);
      const blob = await fs.openAsBlob(file);
      assert.strictEqual(await blob.text(), text);
      assert.strictEqual((await Array.fromAsync(blob.stream())).join(), text === '' ? '' : String([...Buffer.from(text)]));
      for (const value of [blob, { in: [blob] }]) {
        assert.throws(() => structuredClone(value),
                      { code: 'ERR_INVALID_STATE', message: 'Invalid state: File-backed Blobs are not cloneable' });
      }
      fs.writeFileSync(file, `${text} and more`);
      await assert.rejects(blob.text(), unreadable);
      await assert.rejects(blob.stream().getReader().read(), unreadable);
    }
    assert.strictEqual(await structuredClone(new Blob(['memory'])).text(), 'memory');
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
