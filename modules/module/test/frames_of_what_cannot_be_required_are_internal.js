// Packages tell the runtime's own frames by their names: 'node:internal/...' is what no program can require.
'use strict';
const assert = require('node:assert');
const { builtinModules } = require('node:module');
const { EventEmitter } = require('node:events');
const finish = require('../../../test/_finish');

const publicNames = new Set(builtinModules.map((name) => (name.startsWith('node:') ? name : `node:${name}`)));

function filesOf(stack) {
  return stack.split('\n').slice(1).map((line) => /(node:[\w/]+):\d+:\d+\)?$/.exec(line)?.[1]).filter(Boolean);
}

function thrownBy(act) {
  try {
    act();
  } catch (error) {
    return error.stack;
  }
  throw new assert.AssertionError({ message: 'nothing was thrown' });
}

const emitter = new EventEmitter();
let emitted;
emitter.on('x', finish.once(() => { emitted = new Error('within').stack; }));
emitter.emit('x');
assert.deepStrictEqual(filesOf(emitted)[0], 'node:events');

const seen = [
  ...filesOf(emitted), ...filesOf(thrownBy(() => require('./no_such_file'))), ...filesOf(thrownBy(() => new URL('nothing'))),
  ...filesOf(thrownBy(() => require('node:fs').readFileSync('/no such file'))),
];
for (const file of seen) assert.ok(publicNames.has(file) || file.startsWith('node:internal/'), file);
assert.ok(seen.some((file) => file.startsWith('node:internal/')), `${seen}`);
