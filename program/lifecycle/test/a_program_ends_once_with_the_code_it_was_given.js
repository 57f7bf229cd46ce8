'use strict';
// 'beforeExit' and 'exit': how often, in which order, with which code; and what the process comes to.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');

const head = `process.on('beforeExit', (code) => console.log('beforeExit', code));
  process.on('exit', (code) => console.log('exit', code, process.exitCode));\n`;

// [program, exit code, output]; .mjs: as a module
const cases = {
  'nothing to do': ['', 0, 'beforeExit 0|exit 0 undefined'],
  'a code set': ['process.exitCode = 7', 7, 'beforeExit 7|exit 7 7'],
  'a code in a text': ['process.exitCode = "8"', 8, 'beforeExit 8|exit 8 8'],
  'new work at the end': ['let n = 0; process.on("beforeExit", () => { if (n++ < 2) setImmediate(() => {}); })', 0,
    'beforeExit 0|beforeExit 0|beforeExit 0|exit 0 undefined'],
  'a code set at the end': ['process.on("exit", () => { process.exitCode = 9; })', 9, 'beforeExit 0|exit 0 undefined'],
  'process.exit': ['process.exit(3)', 3, 'exit 3 3'],
  'process.exit without a code': ['process.exitCode = 4; process.exit()', 4, 'exit 4 4'],
  'process.exit at the end': ['process.on("exit", (code) => process.exit(code + 1))', 1, 'beforeExit 0|exit 0 undefined'],
  'process.exit in beforeExit': ['process.on("beforeExit", () => process.exit(5))', 5, 'beforeExit 0|exit 5 5'],
  'work at the end is none, but for jobs': ['process.on("exit", () => { setImmediate(console.log, "immediate"); process.nextTick(console.log, "tick"); Promise.resolve("job").then(console.log); })',
    0, 'beforeExit 0|exit 0 undefined|job'],
  'an error': ['throw 1', 1, 'exit 1 1'],
  'an error at the end': ['process.on("exit", () => { throw 1; })', 1, 'beforeExit 0|exit 0 undefined'],
  'an error that a listener takes': ['process.on("uncaughtException", () => {}); throw 1', 0, 'beforeExit 0|exit 0 undefined'],
  'an error of that listener': ['process.on("uncaughtException", () => { throw 2; }); throw 1', 7, ''],
  'a rejection': ['Promise.reject(1)', 1, 'exit 1 1'],
  'reallyExit of the program': ['process.reallyExit = (code) => console.log("asked for", code); process.exit(6)', 6, 'exit 6 6|asked for 6|beforeExit 6|exit 6 6'],
  'an await that never ends.mjs': ['await new Promise(() => {})', 13, 'beforeExit 0|exit 13 13'],
  'an await that never ends, with a code.mjs': ['process.exitCode = 2; await new Promise(() => {})', 2, 'beforeExit 2|exit 2 2'],
  'an await that comes.mjs': ['await null', 0, 'beforeExit 0|exit 0 undefined'],
};

const failures = [];
for (const [name, [source, code, output]] of Object.entries(cases)) {
  const file = name.endsWith('.mjs') ? 'program.mjs' : 'program.js';
  fs.writeFileSync(file, head + source);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  const got = `${status} ${stdout.trim().split('\n').join('|')}`;
  if (got !== `${code} ${output}`) failures.push(`${name}: ${got}, not ${code} ${output}\n${stderr}`);
}
assert.deepStrictEqual(failures, []);
