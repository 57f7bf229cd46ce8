// eddy only: Node leaves the descriptor open when so many lines wait that it has paused the file
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { once } = require('node:events');
const os = require('node:os');
const path = require('node:path');
const finish = require('../../../test/_finish');

finish(async () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'lines-')), 'file');
  fs.writeFileSync(file, 'line\n'.repeat(200_000)); // many chunks
  const handle = await fs.promises.open(file);
  const closed = once(handle, 'close');
  for await (const line of handle.readLines()) {
    assert.strictEqual(line, 'line');
    break;
  }
  await closed;
  assert.strictEqual(handle.fd, -1);

  // A listener of 'line' gets the rest.
  const other = await fs.promises.open(file);
  const lines = other.readLines();
  for await (const _ of lines) break;
  let count = 0;
  lines.on('line', () => count++).resume();
  await once(lines, 'close');
  assert.ok(count > 100_000, `${count} lines`);
  fs.rmSync(path.dirname(file), { recursive: true });
});
