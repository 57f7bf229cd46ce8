'use strict';
// process.dlopen and require() of what is no addon: Node's codes, with the linker's words.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const compile = require('./_compile');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-no-addon-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

const text = path.join(folder, 'text.node');
fs.writeFileSync(text, 'no library');
const code = 'ERR_DLOPEN_FAILED';
assert.throws(() => require(text), { name: 'Error', code, message: `${text}: file too short` });
fs.writeFileSync(text, 'no library'.repeat(1000));
assert.throws(() => require(text), { name: 'Error', code, message: `${text}: invalid ELF header` });
const nowhere = '/nowhere/at/all.node';
const notThere = { name: 'Error', code, message: `${nowhere}: cannot open shared object file: No such file or directory` };
assert.throws(() => process.dlopen({ exports: {} }, nowhere), notThere);
assert.throws(() => process.dlopen({ exports: {} }, nowhere, os.constants.dlopen.RTLD_NOW), notThere);
assert.throws(() => process.dlopen({ exports: {} }, nowhere, 0), { code, message: /invalid mode for dlopen\(\)/ });
assert.throws(() => process.dlopen({}), { name: 'TypeError', code: 'ERR_MISSING_ARGS', message: 'process.dlopen needs at least 2 arguments' });
assert.throws(() => process.dlopen({}, nowhere), { name: 'TypeError', message: 'Cannot convert undefined or null to object' });

const nothing = compile('nothing');
assert.throws(() => require(nothing), { code, message: `Module did not self-register: '${nothing}'.` });

const disabled = spawnSync(process.execPath, ['--no-addons', '-p', `try { require(${JSON.stringify(nothing)}) } catch (e) { e.code + e.message }`]);
assert.strictEqual(`${disabled.stdout}`, 'ERR_DLOPEN_DISABLEDCannot load native addon because loading addons is disabled.\n');
