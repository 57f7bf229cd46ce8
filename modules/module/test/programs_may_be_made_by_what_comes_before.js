'use strict';
// With --import (or a loader) the program is looked for when those have run: hooks may know it, or they may have made it.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'made-'));
process.on('exit', () => fs.rmSync(dir, { recursive: true, force: true }));
const js = (text) => `data:text/javascript,${encodeURIComponent(text)}`;
const run = (...args) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', ...args], { encoding: 'utf8', cwd: dir });
  return [status, stdout, /^Error(?: \[ERR_MODULE_NOT_FOUND\])?: Cannot find module '[^']*'/m.exec(stderr)?.[0] ?? ''];
};
const hooks = `{
  resolve: (s, c, next) => s.endsWith('/made-up') ? { url: 'made:up', shortCircuit: true } : next(s, c),
  load: (u, c, next) => u === 'made:up' ? { format: 'module', source: 'console.log(import.meta.url, import.meta.main)', shortCircuit: true } : next(u, c) }`;
const thread = `export const { resolve, load } = ${hooks}`;

assert.deepStrictEqual(run('--import', js(`import { registerHooks } from 'node:module'; registerHooks(${hooks});`), './made-up'),
  [0, 'made:up true\n', '']);
assert.deepStrictEqual(run('--import', js(`import { register } from 'node:module'; register(${JSON.stringify(js(thread))});`), './made-up'),
  [0, 'made:up true\n', '']);
assert.deepStrictEqual(run('--loader', js(thread), 'made-up'), [0, 'made:up true\n', '']);
assert.deepStrictEqual(run('--import', js('import fs from "fs"; fs.writeFileSync("built.js", "console.log(process.argv[1])")'), 'built.js'),
  [0, `${fs.realpathSync(dir)}/built.js\n`, '']);
assert.deepStrictEqual(run('--import', js('console.log("imported")'), 'not-there.js'),
  [1, 'imported\n', `Error [ERR_MODULE_NOT_FOUND]: Cannot find module '${fs.realpathSync(dir)}/not-there.js'`]);
assert.deepStrictEqual(run('not-there.js'), [1, '', `Error: Cannot find module '${fs.realpathSync(dir)}/not-there.js'`]);
