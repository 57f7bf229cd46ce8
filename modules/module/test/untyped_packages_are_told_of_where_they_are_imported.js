'use strict';
// MODULE_TYPELESS_PACKAGE_JSON: only of the program's own files, and only where import (or the program itself) loads them.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'typeless-'));
process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }));
fs.mkdirSync(path.join(dir, 'node_modules/p'), { recursive: true });
const put = (name, text) => fs.writeFileSync(path.join(dir, name), text);
put('package.json', '{}');
put('local.js', 'export const a = 1');
put('local.ts', 'export const a: number = 1');
put('node_modules/p/package.json', '{"main":"i.js"}');
put('node_modules/p/i.js', 'export const a = 1');
const programs = {
  "require('p')": false,
  "require('./local.js')": false,
  "require('./local.ts')": false,
  "import 'p'": false,
  "import './local.js'": true,
  "import './local.ts'": true,
  "import('./local.js')": true,
  "import './local.js'; throw new Error('x')": true,
};
for (const [program, warns] of Object.entries(programs)) {
  const name = program.startsWith('import ') ? 'program.mjs' : 'program.cjs';
  put(name, program);
  const { stderr } = spawnSync(process.execPath, [name], { cwd: dir, encoding: 'utf8' });
  assert.strictEqual(stderr.includes('[MODULE_TYPELESS_PACKAGE_JSON] Warning: Module type of file://'), warns, `${program}: ${stderr}`);
}
