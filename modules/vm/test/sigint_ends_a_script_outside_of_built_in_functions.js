// eddy only: Node may end a script in the middle of a stream's write(), and the stream never writes again.
'use strict';
const assert = require('assert');
const { Writable } = require('stream');
const vm = require('vm');
const finish = require('../../../test/_finish');

const written = [];
globalThis.sink = new Writable({
  decodeStrings: false,
  write(chunk, encoding, done) {
    written.push(chunk);
    if (chunk === 'signal') process.kill(process.pid, 'SIGINT');
    done();
  },
});

finish(async () => {
  for (let i = 0; i < 20; i++) {
    const run = () => vm.runInThisContext('sink.write("signal"); for (;;);', { breakOnSigint: true });
    assert.throws(run, { code: 'ERR_SCRIPT_EXECUTION_INTERRUPTED' });
    await new Promise((resolve) => { globalThis.sink.write('next', resolve); });
  }
  assert.deepStrictEqual(written, new Array(20).fill(['signal', 'next']).flat());
});
