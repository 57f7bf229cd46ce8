'use strict';
// module._compile gets a file's text as it is, and its format; types are taken out behind what packages put in front of it.
const assert = require('node:assert');
const fs = require('node:fs');
const Module = require('node:module');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'written-'));
process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }));
fs.writeFileSync(path.join(dir, 'package.json'), '{}');
const files = {
  'a.ts': ['module.exports = 1 as number', 'typescript'],
  'e.ts': ['export default 1 as number', 'typescript'],
  'a.cts': ['module.exports = 1 as number', 'commonjs-typescript'],
  'a.mts': ['export default 1 as number', 'module-typescript'],
  'a.js': ['module.exports = 1', undefined],
  'a.cjs': ['module.exports = 1', 'commonjs'],
  'a.mjs': ['export default 1', 'module'],
};
const compile = Module.prototype._compile;
let seen;
Module.prototype._compile = function(content, filename, format) {
  seen = [content, format];
  return Reflect.apply(compile, this, arguments);
};
for (const [name, expected] of Object.entries(files)) {
  fs.writeFileSync(path.join(dir, name), expected[0]);
  const exports = require(path.join(dir, name));
  assert.deepStrictEqual(seen, expected, name);
  assert.strictEqual(exports.default ?? exports, 1, name);
}

// What a program compiles itself may have any of the formats.
for (const [content, format] of Object.values(files)) {
  const module = new Module(path.join(dir, `made${Math.random()}`));
  module.paths = [];
  Reflect.apply(compile, module, [content, module.id, format]);
  assert.strictEqual(module.exports.default ?? module.exports, 1, format);
}

// A handler of one's own, as ts-node's: the types of the text that it gives are nobody's.
const { '.js': handler } = require.extensions;
require.extensions['.ts'] = (module, filename) => {
  module._compile = function(content, name) {
    assert.match(content, /enum E/);
    return Reflect.apply(compile, this, ['module.exports = "compiled"', name]);
  };
  handler(module, filename);
};
fs.writeFileSync(path.join(dir, 'enum.ts'), 'enum E { X }');
assert.strictEqual(require(path.join(dir, 'enum.ts')), 'compiled');
