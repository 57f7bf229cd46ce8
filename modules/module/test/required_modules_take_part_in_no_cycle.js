'use strict';
// A module that is in the middle of its evaluation cannot be evaluated again below a require(): that is an error with a
// name, not a hang or a half-made module.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const finish = require('../../../test/_finish');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-cycle-'));
const write = (name, text) => fs.writeFileSync(path.join(dir, name), text);
process.on('exit', () => fs.rmSync(dir, { recursive: true }));

write('a.mjs', "import './b.cjs';");
write('b.cjs', "require('./c.mjs');");
write('c.mjs', "import './a.mjs';");

write('fine.mjs', "import './once.cjs'; export default 'fine';");
write('once.cjs', "exports.value = require('./leaf.mjs').value;");
write('leaf.mjs', 'export const value = 1;');

const load = (name) => import(pathToFileURL(path.join(dir, name)).href);

finish(async () => {
  await assert.rejects(load('a.mjs'), {
    code: 'ERR_REQUIRE_CYCLE_MODULE',
    message: `Cannot import Module ./a.mjs in a cycle. (from ${path.join(dir, 'c.mjs')})`,
  });
  assert.strictEqual((await load('fine.mjs')).default, 'fine');
});
