'use strict';
const assert = require('node:assert');
const path = require('node:path');
const Module = require('node:module');

const fixtures = path.join(__dirname, 'fixtures');
const file = path.join(fixtures, 'file.js');
const load = () => {
  delete require.cache[file];
  return require(file);
};
function replaced(object, name, value, run) {
  const original = object[name];
  object[name] = value(original);
  try {
    return run();
  } finally {
    object[name] = original;
  }
}

assert.strictEqual(replaced(Module, '_load', (original) => function(request, ...rest) {
  return request === 'mocked' ? 'mock' : Reflect.apply(original, this, [request, ...rest]);
}, () => require('mocked')), 'mock');

assert.strictEqual(replaced(Module, '_resolveFilename', (original) => function(request, ...rest) {
  return Reflect.apply(original, this, [request === 'alias' ? file : request, ...rest]);
}, () => require('alias')), 'file.js');

assert.strictEqual(replaced(Module.prototype, '_compile', (original) => function(content, filename) {
  return original.call(this, content.replace('file.js', 'compiled'), filename);
}, load), 'compiled');

assert.strictEqual(replaced(Module._extensions, '.js', () => (module, filename) => {
  module._compile(`module.exports = 'extension of ${path.basename(filename)}'`, filename);
}, load), 'extension of file.js');

assert.strictEqual(replaced(Module, 'wrap', (original) => (script) => original(`${script}; module.exports += '!';`), load), 'file.js!');

assert.strictEqual(replaced(Module.prototype, 'require', (original) => function(id) {
  return id === 'anything' ? 'required' : original.call(this, id);
}, () => require('anything')), 'required');

Module._extensions['.unheard'] = (module, filename) => { module.exports = path.extname(filename); };
const unheard = new Module(path.join(fixtures, 'x.unheard'), module);
unheard.load(path.join(fixtures, 'x.unheard'));
assert.strictEqual(unheard.exports, '.unheard');
delete Module._extensions['.unheard'];

const virtual = new Module('/virtual/file.js', module);
virtual.filename = '/virtual/file.js';
virtual.paths = Module._nodeModulePaths('/virtual');
virtual._compile('module.exports = [__filename, __dirname, module.paths.length]', '/virtual/file.js');
assert.deepStrictEqual(virtual.exports, ['/virtual/file.js', '/virtual', 2]);
assert.strictEqual(virtual.parent, module);
assert.ok(module.children.includes(virtual));

assert.deepStrictEqual(Module._nodeModulePaths('/a/node_modules/b'), [
  '/a/node_modules/b/node_modules', '/a/node_modules', '/node_modules',
]);
assert.strictEqual(Module._findPath('./file', [fixtures]), file);
assert.strictEqual(Module._findPath('./nowhere', [fixtures]), false);
assert.strictEqual(Module.wrap('x'), '(function (exports, require, module, __filename, __dirname) { x\n});');
assert.strictEqual(Module.Module, Module);
assert.ok(Module.builtinModules.includes('fs') && Module.builtinModules.includes('node:test'));
assert.deepStrictEqual(['fs', 'node:fs', 'test', 'node:test', 'nowhere', 5].map((name) => Module.isBuiltin(name)),
                       [true, true, false, true, false, false]);
