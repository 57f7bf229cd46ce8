'use strict';
const assert = require('node:assert');
const path = require('node:path');
const run = require('./_run.js');

const version = `\nNode.js ${process.version}\n`;
const program = path.basename(process.execPath);
const hint = `(Use \`${program} --trace-uncaught ...\` to show where the exception was thrown)\n`;
const report = (source, ...options) => {
  const { stderr, status, stdout } = run(source, ...options);
  assert.strictEqual(status, 1);
  assert.strictEqual(stdout, '');
  return stderr;
};

assert.strictEqual(report('throw new TypeError("boo")'),
                   `FILE:1\nthrow new TypeError("boo")\n^\n\nTypeError: boo\n${version}`);
assert.strictEqual(report('\n  null.x'),
                   `FILE:2\n  null.x\n       ^\n\nTypeError: Cannot read properties of null (reading 'x')\n${version}`);
assert.strictEqual(report('throw "text"'), `\nFILE:1\nthrow "text"\n^\ntext\n${hint}${version}`);
assert.strictEqual(report('throw undefined'), `\nFILE:1\nthrow undefined\n^\nundefined\n${hint}${version}`);
assert.strictEqual(report('throw Symbol("s")'), `\nFILE:1\nthrow Symbol("s")\n^\n\n${hint}${version}`);
assert.strictEqual(report('throw { a: { b: 1 } }'), `\nFILE:1\nthrow { a: { b: 1 } }\n^\n{ a: { b: 1 } }\n${version}`);
assert.match(report('throw Object.assign(new Error("x"), { extra: 1 })'), /\n\nError: x\n {2}extra: 1\n}\n/);
assert.match(report('throw new Error("outer", { cause: "inner" })'), /\n\nError: outer\n {2}\[cause\]: 'inner'\n}\n/);
assert.strictEqual(report('setTimeout(() => { throw new Error("late") })'),
                   'FILE:1\nsetTimeout(() => { throw new Error("late") })\n                   ^\n\n' +
                   `Error: late\n${version}`);
assert.strictEqual(report('throw 5', '--no-extra-info-on-fatal-exception'), `\nFILE:1\nthrow 5\n^\n5\n${hint}`);
assert.match(report('throw 5', '--trace-uncaught'), /\^\n5\nThrown at:\n/);
