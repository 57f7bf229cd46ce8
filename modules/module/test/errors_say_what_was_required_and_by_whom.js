'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { createRequire } = require('node:module');

const fixtures = path.join(__dirname, 'fixtures');
const asker = path.join(fixtures, 'program.js');
const from = createRequire(asker);

assert.throws(() => from('./nowhere'), {
  name: 'Error',
  code: 'MODULE_NOT_FOUND',
  message: `Cannot find module './nowhere'\nRequire stack:\n- ${asker}`,
  requireStack: [asker],
});
assert.throws(() => from('./file.js/'), { code: 'MODULE_NOT_FOUND' });
assert.throws(() => from('./fi\0le'), { code: 'MODULE_NOT_FOUND' });
assert.throws(() => from('node:nowhere'), {
  code: 'ERR_UNKNOWN_BUILTIN_MODULE',
  message: 'No such built-in module: node:nowhere',
});
assert.throws(() => from.resolve('node:nowhere'), { code: 'MODULE_NOT_FOUND' });
// Only with its scheme.
assert.throws(() => from('test'), { code: 'MODULE_NOT_FOUND' });
assert.throws(() => from(''), {
  code: 'ERR_INVALID_ARG_VALUE',
  message: "The argument 'id' must be a non-empty string. Received ''",
});
assert.throws(() => from(7), {
  code: 'ERR_INVALID_ARG_TYPE',
  message: 'The "id" argument must be of type string. Received type number (7)',
});
assert.throws(() => createRequire('relative.js'), {
  code: 'ERR_INVALID_ARG_VALUE',
  message: "The argument 'filename' must be a file URL object, file URL string, or absolute path string. Received 'relative.js'",
});
assert.throws(() => from('missing_main'), {
  code: 'MODULE_NOT_FOUND',
  message: `Cannot find module '${path.join(fixtures, 'node_modules/missing_main/gone')}'. ` +
    'Please verify that the package.json has a valid "main" entry',
  path: path.join(fixtures, 'node_modules/missing_main/package.json'),
  requestPath: 'missing_main',
});
assert.throws(() => from('broken_package'), {
  code: 'ERR_INVALID_PACKAGE_CONFIG',
  message: `Invalid package config ${path.join(fixtures, 'node_modules/broken_package/package.json')}.`,
});
assert.throws(() => from('./broken.json'), {
  name: 'SyntaxError',
  message: `${path.join(fixtures, 'broken.json')}: Unexpected end of JSON input`,
});

const broken = path.join(fixtures, 'broken_syntax.js');
assert.throws(() => from('./broken_syntax'), (error) => {
  assert.strictEqual(error.name, 'SyntaxError');
  assert.ok(error.stack.startsWith(`${broken}:2\nlet y = = 2;\n        ^\n\nSyntaxError: Unexpected token '='\n`), error.stack);
  return true;
});

// A module that failed to load is no module, and is tried again.
for (let i = 0; i < 2; i++) assert.throws(() => from('./throws'), { message: 'thrown while loading' });
assert.strictEqual(from.cache[path.join(fixtures, 'throws.js')], undefined);
