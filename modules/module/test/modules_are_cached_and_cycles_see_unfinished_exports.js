'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(11);
const path = require('node:path');
const { createRequire } = require('node:module');

const fixtures = path.join(__dirname, 'fixtures');
const from = createRequire(path.join(fixtures, 'program.js'));
const file = path.join(fixtures, 'data.json');

const first = from('./data');
assert.strictEqual(from('./data.json'), first);
assert.strictEqual(require.cache[file].exports, first);
assert.strictEqual(require.cache[file].loaded, true);
delete require.cache[file];
assert.notStrictEqual(from('./data'), first);

require.cache[file] = { exports: 'put there', loaded: true };
assert.strictEqual(from('./data'), 'put there');
delete require.cache[file];

// A built-in module can be covered under its plain name only.
require.cache.os = { exports: 'covered', loaded: true };
assert.strictEqual(require('os'), 'covered');
delete require.cache.os;

const warnings = [];
process.on('warning', ({ message }) => warnings.push(message));
const a = from('./cycle_a');
assert.deepStrictEqual(a.seen, { early: 'a', late: undefined });
assert.strictEqual(a.late, 'a');
assert.strictEqual(Object.getPrototypeOf(a), Object.prototype);
assert.strictEqual(a.never, undefined);
setImmediate(() => {
  assert.deepStrictEqual(warnings, ["Accessing non-existent property 'late' of module exports inside circular dependency"]);
});
