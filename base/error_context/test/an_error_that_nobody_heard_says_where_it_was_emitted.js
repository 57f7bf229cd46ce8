'use strict';
// An unhandled 'error' event ends the program with the error's stack and the place of emit(); the error itself is untouched.
const assert = require('assert');
const finish = require('../../../test/_finish');
const { execFile } = require('child_process');
const { EventEmitter } = require('events');

const run = (source) => new Promise((done) => {
  execFile(process.execPath, [...process.execArgv, '-e', source], (error, stdout, stderr) => done({ code: error?.code, stdout, stderr }));
});

finish(async () => {
  const one = await run(`
    const { EventEmitter } = require('events');
    class Source extends EventEmitter {}
    const error = new Error('made here');
    function fire() { new Source().emit('error', error); }
    process.on('uncaughtExceptionMonitor', (seen) => console.log(seen === error, Object.keys(seen), seen.stack.includes('Emitted')));
    fire();`);
  assert.strictEqual(one.code, 1);
  assert.strictEqual(one.stdout, 'true [] false\n');
  assert.match(one.stderr, /Error: made here\n {4}at /);
  assert.match(one.stderr, /\nEmitted 'error' event on Source instance at:\n {4}at fire /);

  const two = await run("new (require('events'))().emit('error', 'no error');");
  assert.strictEqual(two.code, 1);
  assert.match(two.stderr, /Error \[ERR_UNHANDLED_ERROR\]: Unhandled error\. \('no error'\)/);

  // A listener hears it, and nothing is thrown or added.
  const emitter = new EventEmitter();
  const error = new Error('heard');
  const { stack } = error;
  emitter.on('error', (heard) => { assert.strictEqual(heard, error); });
  assert.strictEqual(emitter.emit('error', error), true);
  emitter.removeAllListeners('error');
  assert.throws(() => emitter.emit('error', error), (thrown) => thrown === error && thrown.stack === stack);
});
