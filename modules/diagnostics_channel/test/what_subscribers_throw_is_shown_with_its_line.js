'use strict';
// An error of a subscriber is an uncaught one, later, and is shown with the line where it was made.
const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const { channel } = require('node:diagnostics_channel');
const finish = require('../../../test/_finish');

if (process.argv[2] === 'child') {
  channel('of the test').subscribe(() => {
    throw new Error('of a subscriber');
  });
  channel('of the test').publish({});
  console.log('published');
} else {
  const failure = (() => {
    try {
      return execFileSync(process.execPath, [__filename, 'child'], { encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      return error;
    }
  })();
  assert.strictEqual(failure.status, 1);
  assert.strictEqual(failure.stdout, 'published\n');
  const lines = failure.stderr.split('\n').filter((line) => line !== '');
  assert.deepStrictEqual(lines.slice(0, 4), [`${__filename}:10`, "    throw new Error('of a subscriber');", '          ^',
                                             'Error: of a subscriber'], failure.stderr);

  // Where somebody handles it, it is handled.
  channel('handled').subscribe(() => { throw new Error('handled'); });
  process.once('uncaughtException', finish.once((error, origin) => {
    assert.deepStrictEqual([error.message, origin], ['handled', 'uncaughtException']);
  }));
  channel('handled').publish({});
}
