'use strict';
// What --eval and standard input import is looked up as from files [eval] and [stdin] of the working directory.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const { realpathSync } = require('node:fs');

const here = realpathSync(process.cwd());
const source = 'import("./missing.mjs").catch((error) => console.log(error.message))';

function printed(args, input) {
  const { stdout, stderr } = spawnSync(process.execPath, args, { input, encoding: 'utf8' });
  assert.strictEqual(stderr, '');
  return stdout.trimEnd();
}

const from = (name) => `Cannot find module '${here}/missing.mjs' imported from ${here}/${name}`;
assert.strictEqual(printed(['--eval', source]), from('[eval]'));
assert.strictEqual(printed(['--eval', `eval(${JSON.stringify(source)})`]), from('[eval]'));
assert.strictEqual(printed(['-'], source), from('[stdin]'));
// Not so what such a program compiles under another name.
const script = `new vm.Script(${JSON.stringify(source)}, {
  filename: 'x.js', importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER }).runInThisContext()`;
assert.strictEqual(printed(['--no-warnings', '--eval', script]), from(''));
