'use strict';
const assert = require('node:assert');
const run = require('./_run.js');

const prelude = `
  process.on('warning', ({ name }) => console.log('warning', name));
  process.on('exit', (code) => console.log('exit', code));\n`;
const listener = "process.on('unhandledRejection', (reason, p) => console.log('unhandled', reason, p === promise));\n";
const handler = "process.on('uncaughtException', (error, origin) => console.log('uncaught', error.code, origin));\n";
const reject = 'var promise = Promise.reject(5);\n';
const outcome = (mode, source) => {
  const { stdout, status } = run(`${prelude}${source}`, '--no-warnings', `--unhandled-rejections=${mode}`);
  return [...stdout.trim().split('\n'), status];
};

const warnings = ['warning UnhandledPromiseRejectionWarning', 'warning UnhandledPromiseRejectionWarning'];
const uncaught = 'uncaught ERR_UNHANDLED_REJECTION unhandledRejection';
const unhandled = 'unhandled 5 true';
assert.deepStrictEqual(outcome('throw', reject), ['exit 1', 1]);
assert.deepStrictEqual(outcome('throw', listener + handler + reject), [unhandled, 'exit 0', 0]);
assert.deepStrictEqual(outcome('throw', handler + reject), [uncaught, 'exit 0', 0]);
assert.deepStrictEqual(outcome('strict', listener + reject), ['exit 1', 1]);
assert.deepStrictEqual(outcome('strict', listener + handler + reject), [uncaught, unhandled, 'exit 0', 0]);
assert.deepStrictEqual(outcome('strict', handler + reject), [uncaught, ...warnings, 'exit 0', 0]);
assert.deepStrictEqual(outcome('warn', reject), [...warnings, 'exit 0', 0]);
assert.deepStrictEqual(outcome('warn', listener + reject), [unhandled, ...warnings, 'exit 0', 0]);
assert.deepStrictEqual(outcome('none', reject), ['exit 0', 0]);
assert.deepStrictEqual(outcome('none', listener + reject), [unhandled, 'exit 0', 0]);
assert.deepStrictEqual(outcome('warn-with-error-code', reject), [...warnings, 'exit 1', 1]);
assert.deepStrictEqual(outcome('warn-with-error-code', listener + reject), [unhandled, 'exit 0', 0]);

// A late handler is told by 'rejectionHandled', or else by a warning.
const late = 'setImmediate(() => promise.catch(() => {}));\n';
assert.deepStrictEqual(outcome('none', reject + late), ['warning PromiseRejectionHandledWarning', 'exit 0', 0]);
assert.deepStrictEqual(
  outcome('none', `${reject}${late}process.on('rejectionHandled', (p) => console.log('late', p === promise));`),
  ['late true', 'exit 0', 0]);

assert.ok(run(reject).stderr.includes(
  'UnhandledPromiseRejection: This error originated either by throwing inside of an async function without a catch ' +
  'block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "5".'));
