// Top-level await and a name of CommonJS in one file: neither format can run it.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const finish = require('../../../test/_finish');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ambiguous-'));
finish.atExit(() => { fs.rmSync(folder, { recursive: true, force: true }); });

const message = 'Cannot determine intended module format because both require() and top-level await are present. If the code is ' +
  'intended to be CommonJS, wrap await in an async function. If the code is intended to be an ES module, replace require() with import.';

finish(async () => {
  const sources = ["await 1; require('fs');", 'module.exports = await 1;', 'exports.a = await 1;', 'await 1; __filename;', 'await 1; __dirname;'];
  for (const [i, source] of sources.entries()) {
    const file = path.join(folder, `${i}.js`);
    fs.writeFileSync(file, source);
    await assert.rejects(import(pathToFileURL(file).href), { name: 'ReferenceError', code: 'ERR_AMBIGUOUS_MODULE_SYNTAX', message });
  }
});
