'use strict';
const assert = require('node:assert');
const run = require('./_run.js');

const prelude = `
  process.on('uncaughtExceptionMonitor', (error, origin) => console.log('monitor', error.message, origin));
  process.on('exit', (code) => console.log('exit', code, process.exitCode));
  setImmediate(() => console.log('later'));\n`;
const outcome = (source, ...options) => {
  const { stdout, status } = run(`${prelude}${source}`, ...options);
  return [...stdout.trim().split('\n'), status];
};

const monitor = 'monitor m uncaughtException';
assert.deepStrictEqual(outcome('throw new Error("m")'), [monitor, 'exit 1 1', 1]);
assert.deepStrictEqual(outcome(`
  process.on('uncaughtException', (error, origin) => console.log('handled', error.message, origin));
  throw new Error('m');`), [monitor, 'handled m uncaughtException', 'later', 'exit 0 undefined', 0]);
assert.deepStrictEqual(outcome(`
  process.on('uncaughtException', () => console.log('never'));
  process.setUncaughtExceptionCaptureCallback((...args) => console.log('captured', args.length, args[0].message));
  throw new Error('m');`), [monitor, 'captured 1 m', 'later', 'exit 0 undefined', 0]);
// A handler that throws ends the process at once, with code 7 and its own error.
assert.deepStrictEqual(outcome(`
  process.on('uncaughtException', () => { throw new Error('second'); });
  throw new Error('m');`), [monitor, 7]);
assert.match(run('process.on("uncaughtException", () => { throw new Error("second") }); throw 1').stderr,
             /Error: second/);
// Listeners of 'exit' may choose the code, end the process, or throw in vain.
assert.deepStrictEqual(outcome('process.on("exit", () => { process.exitCode = 42 }); throw new Error("m")'),
                       [monitor, 'exit 1 1', 42]);
assert.deepStrictEqual(outcome('process.on("exit", () => process.exit(12)); throw new Error("m")'),
                       [monitor, 'exit 1 1', 12]);
assert.deepStrictEqual(outcome('process.on("exit", () => { throw new Error("x") }); throw new Error("m")'),
                       [monitor, 'exit 1 1', 1]);
// Rejections come the same way.
assert.deepStrictEqual(outcome('Promise.reject(new Error("m"))'), ['monitor m unhandledRejection', 'exit 1 1', 1]);

const { setUncaughtExceptionCaptureCallback: set, hasUncaughtExceptionCaptureCallback: has } = process;
assert.throws(() => set(42), {
  code: 'ERR_INVALID_ARG_TYPE',
  message: 'The "fn" argument must be of type function or null. Received type number (42)',
});
assert.strictEqual(has(), false);
set(() => {});
assert.strictEqual(has(), true);
assert.throws(() => set(() => {}), { code: 'ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET' });
set(null);
assert.strictEqual(has(), false);
