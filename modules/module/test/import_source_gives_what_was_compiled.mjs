// `import source` and import.source(): the WebAssembly module itself, which is not run; what else has no source.
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import finish from '../../../test/_finish.js';

const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-source-')));
finish.atExit(() => fs.rmSync(dir, { recursive: true }));
const write = (name, content) => {
  fs.writeFileSync(path.join(dir, name), content);
  return path.join(dir, name);
};
const run = (file, ...options) => spawnSync(process.execPath, [...options, file], { encoding: 'utf8' });

// It imports "./nowhere.js", which is not there: it cannot be run.
write('m.wasm', Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 18, 1, 12, ...Buffer.from('./nowhere.js'),
  1, 98, 0, 0]));
write('ran.mjs', 'console.log("ran"); export default 1;');
const child = run(write('a.mjs', `
  import source one from './m.wasm';
  import source two from './m.wasm';
  const three = await import.source('./m.wasm');
  console.log(one === two, one === three, one instanceof WebAssembly.Module);
  console.log(Object.getPrototypeOf(WebAssembly.Module).name);
  for (const name of ['node:fs', './ran.mjs']) {
    await import.source(name).catch(({ name, code, message }) => console.log(name, code, message));
  }
`));
assert.deepStrictEqual([child.stdout.split('\n'), child.stderr, child.status], [[
  'true true true',
  'AbstractModuleSource',
  "SyntaxError ERR_SOURCE_PHASE_NOT_DEFINED Source phase import object is not defined for module 'node:fs'",
  'SyntaxError ERR_SOURCE_PHASE_NOT_DEFINED Source phase import object is not defined for module ' +
    `'${pathToFileURL(path.join(dir, 'ran.mjs'))}'`,
  '',
], '', 0]);

const refused = run(write('b.mjs', "import source x from './ran.mjs'; console.log('not run');"));
assert.deepStrictEqual([refused.stdout, refused.status], ['', 1]);
assert.match(refused.stderr, /SyntaxError: Source phase import object is not defined for module 'file:.*ran\.mjs'\n[^]*ERR_SOURCE_PHASE_NOT_DEFINED/);

const script = run(write('c.cjs', "import.source('./m.wasm').then((source) => console.log(source instanceof WebAssembly.Module));"));
assert.deepStrictEqual([script.stdout, script.stderr], ['true\n', '']);

// Of node:vm's: the callback is told, and none of its modules has a source.
const asked = [];
const rejected = vm.runInThisContext('import.source("x")', {
  importModuleDynamically(specifier, referrer, attributes, phase) {
    asked.push([specifier, phase]);
    return { identifier: 'mine' };
  },
});
await finish(() => assert.rejects(rejected, process.execArgv.includes('--experimental-vm-modules') ?
  { code: 'ERR_SOURCE_PHASE_NOT_DEFINED' } : { code: 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG' }));

const vmModules = run(write('d.mjs', `
  import vm from 'node:vm';
  const other = new vm.SourceTextModule('export var p = 5;', { identifier: 'other' });
  const importing = new vm.SourceTextModule('import source x from "y";');
  await importing.link(() => other).catch(({ code, message }) => console.log(code, message));
  const phases = [];
  const options = { importModuleDynamically(...words) { phases.push(words[3]); return other; } };
  const dynamic = new vm.SourceTextModule('await import.source("y");', options);
  await dynamic.link(() => other);
  await dynamic.evaluate().catch(({ code, message }) => console.log(code, message, phases));
`), '--experimental-vm-modules', '--no-warnings');
assert.deepStrictEqual([vmModules.stdout, vmModules.stderr], [
  "ERR_SOURCE_PHASE_NOT_DEFINED Source phase import object is not defined for module 'other'\n" +
  "ERR_SOURCE_PHASE_NOT_DEFINED Source phase import object is not defined for module 'other' [ 'source' ]\n", '']);
