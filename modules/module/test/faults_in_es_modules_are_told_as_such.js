// A file without a format that imports or exports and has another fault besides: what is told is that fault, not that it is
// no CommonJS.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const finish = require('../../../test/_finish');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'faults-'));
finish.atExit(() => { fs.rmSync(folder, { recursive: true, force: true }); });

const cases = [
  ["import fs from 'fs';\nlet x = @;", 'Invalid or unexpected token'],
  ['export const a = 1;\nconst = 5;', "Unexpected token '='"],
  ['import.meta.url;\nlet y = ;', "Unexpected token ';'"],
  ["let z = ;\nimport 'fs';", "Unexpected token ';'"],
  ['let x = @;', 'Invalid or unexpected token'],
];

finish(async () => {
  for (const [i, [source, message]] of cases.entries()) {
    const file = path.join(folder, `${i}.js`);
    fs.writeFileSync(file, source);
    await assert.rejects(import(pathToFileURL(file).href), { name: 'SyntaxError', message });
    assert.throws(() => require(file), { name: 'SyntaxError', message });
  }
});
