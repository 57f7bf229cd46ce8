'use strict';
// An ES module that a package's "main" does not name in full is found, with a warning; a file that is not found is
// offered under the name that would find it, encoded as in a URL.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const finish = require('../../../test/_finish');

const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-lookup-')));
finish.atExit(() => fs.rmSync(dir, { recursive: true }));

function addPackage(name, json, files) {
  const folder = path.join(dir, 'node_modules', name);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(json));
  for (const file of files) fs.writeFileSync(path.join(folder, file), '');
  return folder;
}

function importing(specifier) {
  const args = ['--input-type=module', '--eval', `import ${JSON.stringify(specifier)}`];
  return spawnSync(process.execPath, args, { cwd: dir, encoding: 'utf8' }).stderr;
}

const short = addPackage('short', { type: 'module', main: './lib' }, ['lib.js']);
const none = addPackage('none', { type: 'module' }, ['index.js']);
addPackage('old', { main: './lib' }, ['lib.js']);
addPackage('whole', { type: 'module', main: './lib.js' }, ['lib.js']);

const from = path.join(dir, '[eval1]');
assert.ok(importing('short').includes(
  `[DEP0151] DeprecationWarning: Package ${short}/ has a "main" field set to "./lib", excluding the full filename and ` +
  `extension to the resolved file at "lib.js", imported from ${from}.\n`));
assert.ok(importing('none').includes(
  `[DEP0151] DeprecationWarning: No "main" or "exports" field defined in the package.json for ${none}/ resolving the ` +
  `main entry point "index.js", imported from ${from}.\n`));
assert.strictEqual(importing('old'), '');
assert.strictEqual(importing('whole'), '');

fs.mkdirSync(path.join(dir, 'a#1 of 50%'));
fs.writeFileSync(path.join(dir, 'a#1 of 50%', 'index.js'), '');
assert.ok(importing('./a#1 of 50%').includes('Did you mean to import "./a%231%20of%2050%25/index.js"?'));
