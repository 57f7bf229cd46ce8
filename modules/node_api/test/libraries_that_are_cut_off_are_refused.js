// eddy only: Node maps what the file does not have, and ends by SIGBUS
'use strict';
// A library whose file ends too early is refused, wherever it ends.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');

const library = require('./_compile')('misbehaves');
const bytes = fs.readFileSync(library);
const cut = path.join(path.dirname(library), 'cut.node');
for (const length of [1000, 2000, 4096, 8000, 9000, 12288]) {
  assert.ok(length < bytes.length);
  fs.writeFileSync(cut, bytes.subarray(0, length));
  assert.throws(() => require(cut), { code: 'ERR_DLOPEN_FAILED', message: `${cut}: file too short` });
}
