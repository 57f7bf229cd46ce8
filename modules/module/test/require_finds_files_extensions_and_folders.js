'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { createRequire } = require('node:module');

const fixtures = path.join(__dirname, 'fixtures');
const from = createRequire(path.join(fixtures, 'program.js'));

assert.strictEqual(from('./file'), 'file.js');
assert.strictEqual(from('./file.js'), 'file.js');
assert.strictEqual(from('./file/'), 'file/index.js');
assert.strictEqual(from('./file/.'), 'file/index.js');
assert.deepStrictEqual(from('./folder'), { from: 'folder/index.json' });
assert.deepStrictEqual(from('./data'), { answer: 42 });
assert.strictEqual(from('./bom'), 'bom');
assert.strictEqual(from('./shebang'), 'shebang');
assert.strictEqual(from(path.join(fixtures, 'file.js')), 'file.js');
assert.deepStrictEqual(from('./wrapper_variables'), [
  'object', 'function', 'object', path.join(fixtures, 'wrapper_variables.js'), fixtures, true, 5,
]);

assert.strictEqual(from('main_file'), 'main_file/lib/start.js');
assert.strictEqual(from('no_main'), 'no_main/index.js');
assert.strictEqual(from('no_main/index'), 'no_main/index.js');
assert.strictEqual(from('@scope/inner'), '@scope/inner');

assert.strictEqual(from.resolve('./file'), path.join(fixtures, 'file.js'));
assert.strictEqual(from.resolve('fs'), 'fs');
assert.strictEqual(from.resolve('node:fs'), 'node:fs');
assert.strictEqual(from.resolve('./file', { paths: [path.join(fixtures, 'esm'), fixtures] }), path.join(fixtures, 'file.js'));
assert.strictEqual(require.resolve('no_main', { paths: [path.join(fixtures, 'folder')] }),
                   path.join(fixtures, 'node_modules/no_main/index.js'));
assert.deepStrictEqual(from.resolve.paths('./file'), [fixtures]);
assert.strictEqual(from.resolve.paths('fs'), null);
assert.strictEqual(from.resolve.paths('x')[0], path.join(fixtures, 'node_modules'));

assert.strictEqual(require.main, module);
assert.strictEqual(process.mainModule, module);
assert.strictEqual(module.id, '.');
assert.strictEqual(module.filename, __filename);
assert.strictEqual(module.path, __dirname);
assert.strictEqual(module.loaded, false);
assert.strictEqual(module.parent, null);
assert.strictEqual(module.isPreloading, false);
assert.strictEqual(module.paths[0], path.join(__dirname, 'node_modules'));
