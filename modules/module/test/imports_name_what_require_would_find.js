'use strict';
// The hint in the error of an import that finds nothing, by every way to write the specifier; and import.meta.main of what
// the command line gives.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'eddy-hint-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
fs.mkdirSync(path.join(folder, 'dir'));
fs.writeFileSync(path.join(folder, 'dir/index.js'), '');
fs.writeFileSync(path.join(folder, 'x.json'), '{}');

function run(options, source, input) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, ...(source === undefined ? [] : ['-e', source])],
                                               { cwd: folder, encoding: 'utf8', input });
  assert.deepStrictEqual([status, stderr], [0, '']);
  return stdout.trim();
}

const hintOf = (specifier) => run([], `import(${JSON.stringify(specifier)}).then(() => console.log('found'), (error) => console.log(error.message.split('\\n')[1] ?? ''))`);
const hint = (file) => `Did you mean to import "${file}"?`;
assert.strictEqual(hintOf(`file://${folder}/dir`), hint(`${folder}/dir/index.js`));
assert.strictEqual(hintOf(`file://${folder}/x`), hint(`${folder}/x.json`));
assert.strictEqual(hintOf(`file://${folder}/x?query#hash`), hint(`${folder}/x.json`));
assert.strictEqual(hintOf(`${folder}/x`), hint(`${folder}/x.json`));
assert.strictEqual(hintOf('./x'), hint('./x.json'));
assert.strictEqual(hintOf(`file://${folder}/none`), '');

// What is in no file has a name in the working directory.
const refuse = "import('./none').catch((error) => console.log(error.message))";
const parent = (name) => `Cannot find module '${folder}/none' imported from ${folder}/${name}`;
assert.strictEqual(run([], refuse), parent('[eval]'));
assert.strictEqual(run([], `eval(${JSON.stringify(refuse)})`), parent('[eval]'));
assert.strictEqual(run([], undefined, refuse), parent('[stdin]'));
assert.strictEqual(run(['--input-type=module'], refuse), parent('[eval1]'));
assert.strictEqual(run([], `new (require('worker_threads').Worker)(${JSON.stringify(refuse)}, { eval: true })`), parent('[worker eval]'));

const main = 'console.log(import.meta.main)';
assert.strictEqual(run(['--input-type=module'], main), 'true');
assert.strictEqual(run(['--input-type=module'], undefined, main), 'true');
assert.strictEqual(run(['--input-type=module', '-'], undefined, main), 'true');
assert.strictEqual(run([], `import 'fs'; ${main}`), 'false');
assert.strictEqual(run(['--import', `data:text/javascript,${main}`], '1'), 'false');
