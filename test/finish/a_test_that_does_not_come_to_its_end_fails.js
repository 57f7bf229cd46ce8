'use strict';
// test/_finish.js, by which asynchronous tests fail when their end does not come.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const helper = path.join(__dirname, '..', '_finish.js');

function run(source, name = 'program.js') {
  fs.writeFileSync(name, source.replace('HELPER', JSON.stringify(helper)));
  const { status, stderr } = spawnSync(process.execPath, [name], { encoding: 'utf8' });
  return { status, stderr };
}

const commonjs = (body) => run(`const finish = require(HELPER);\n${body}`);

const fail = {
  'a promise that stays pending': ['finish(async () => { await new Promise(() => {}); });', 'the end of the test: never came'],
  'a process that somebody ends': ['finish(async () => { setImmediate(() => process.exit(0)); await new Promise(() => {}); });',
    'the end of the test: never came'],
  'a rejection': ['setInterval(() => {}, 1000); finish(async () => { throw new Error("the reason"); });', 'Error: the reason'],
  'a rejection that a listener takes': ['process.on("unhandledRejection", () => {}); finish(async () => { throw 7; });', '7'],
  'a callback that does not come': ['process.on("never", finish.once(function answer() {}));', 'the callback answer: never came'],
  'a callback that comes too seldom': ['setTimeout(finish.times(2, () => {}), 1);', 'a callback: came 1 times instead of 2'],
  'a callback that comes too often': ['const f = finish.once(() => {}); f(); f();', 'a callback: 2 times instead of 1'],
  'a callback that comes too often at the end': ['process.on("exit", finish.times(1, () => {})); process.emit("exit");',
    'a callback: 2 times instead of 1'],
  'a callback that must not come': ['setTimeout(finish.never("no timer"), 1);', 'Error: no timer, asked for at'],
  'an end that was only begun': ['const ended = finish.end("all five", 5); ended(); ended();', 'all five: came 2 times instead of 5'],
  'an exit code that the program sets': ['finish.end("the last answer"); process.exitCode = 0;', 'the last answer: never came'],
};

for (const [name, [body, message]] of Object.entries(fail)) {
  const { status, stderr } = commonjs(body);
  assert.strictEqual(status, 1, `${name}: ${stderr}`);
  assert.ok(stderr.includes(message), `${name}: ${stderr}`);
}

const pass = [
  'finish(async () => { await null; });',
  'setTimeout(finish.once(() => {}), 1);',
  'let n = 0; const timer = setInterval(finish.times(3, () => { if (++n === 3) clearInterval(timer); }), 1);',
  'process.nextTick(finish.some(() => {}));',
  'process.on("never", finish.never());',
  'const ended = finish.end("both", 2); setImmediate(ended); ended();',
  'process.exitCode = 0; require("assert").strictEqual(finish.once((a, b) => a + b)(1, 2), 3);',
];
for (const body of pass) assert.deepStrictEqual(commonjs(body), { status: 0, stderr: '' }, body);

// In an ES module, which may await it.
const mjs = (body) => run(`import finish from HELPER;\n${body}`, 'program.mjs');
assert.strictEqual(mjs('await finish(async () => {});').status, 0);
assert.strictEqual(mjs('await finish(() => new Promise(() => {}));').status, 1);
assert.strictEqual(mjs('setImmediate(() => process.exit(0)); await finish(() => new Promise(() => {}));').status, 1);
