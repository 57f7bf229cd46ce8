'use strict';
// Who replaces fs.realpathSync and fs.readFileSync (sandboxes, archives) is asked by require() as it is, and by import as it was
// when something was imported first.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { createRequire } = require('node:module');
const finish = require('../../../test/_finish');

const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'replaced-')));
process.on('exit', () => fs.rmSync(dir, { recursive: true }));
const put = (name, text) => fs.writeFileSync(path.join(dir, name), text);
put('a.js', 'module.exports = __filename');
put('b.js', 'module.exports = __filename');
put('a.mjs', 'export default import.meta.url');
for (const name of ['a.js', 'b.js', 'a.mjs']) fs.symlinkSync(name, path.join(dir, `link_to_${name}`));

finish(async () => {
  const { realpathSync, readFileSync } = fs;
  const require = createRequire(path.join(dir, 'x.js'));
  const asked = [];
  fs.realpathSync = function(file, options) {
    assert.strictEqual(typeof options, 'object');
    asked.push(`realpathSync ${path.basename(file)}`);
    return file;
  };
  fs.readFileSync = function(file, options) {
    asked.push(`readFileSync ${file instanceof URL ? `URL ${path.basename(file.href)}` : path.basename(file)} ${options}`);
    return readFileSync(file, options);
  };
  assert.strictEqual(require('./link_to_a.js'), path.join(dir, 'link_to_a.js'));
  assert.strictEqual(require.resolve('./link_to_b'), path.join(dir, 'link_to_b.js'));
  const link = `file://${dir}/link_to_a.mjs`;
  assert.strictEqual((await import(link)).default, link);
  assert.deepStrictEqual(asked, [
    'realpathSync link_to_a.js', 'readFileSync link_to_a.js utf8', 'realpathSync link_to_b.js',
    'realpathSync link_to_a.mjs', 'readFileSync URL link_to_a.mjs undefined',
  ]);

  Object.assign(fs, { realpathSync, readFileSync });
  assert.strictEqual(require('./link_to_b.js'), path.join(dir, 'b.js'));
  assert.strictEqual((await import(`${link}?again`)).default, `${link}?again`);
});
