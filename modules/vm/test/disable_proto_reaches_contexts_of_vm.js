'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const code = `
  const vm = require('vm');
  const show = (name, work) => { try { console.log(name, work()); } catch (error) { console.log(name, error.code); } };
  const context = vm.createContext({ Object: { prototype: {} } });
  show('own', () => ({}).__proto__);
  show('vm', () => vm.runInContext('({}).__proto__', context));
  show('new', () => vm.runInNewContext('[].__proto__'));
`;
function run(mode) {
  return spawnSync(process.execPath, [`--disable-proto=${mode}`, '-e', code], { encoding: 'utf8' }).stdout;
}

assert.strictEqual(run('delete'), 'own undefined\nvm undefined\nnew undefined\n');
assert.strictEqual(run('throw'), 'own ERR_PROTO_ACCESS\nvm ERR_PROTO_ACCESS\nnew ERR_PROTO_ACCESS\n');
