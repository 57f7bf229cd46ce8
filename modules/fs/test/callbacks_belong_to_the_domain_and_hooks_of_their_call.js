'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(5);
const fs = require('node:fs');
const { createHook, executionAsyncId } = require('node:async_hooks');
const domain = require('node:domain');

const seen = [];
const hook = createHook({
  init(id, type, trigger) { if (type === 'FSREQCALLBACK') seen.push(['init', id, trigger]); },
  destroy(id) { if (seen.some((entry) => entry[1] === id)) seen.push(['destroy', id]); },
}).enable();

const outer = executionAsyncId();
fs.stat(__filename, () => {
  const own = executionAsyncId();
  assert.deepStrictEqual(seen[0], ['init', own, outer]);
  fs.access(__filename, () => {
    assert.deepStrictEqual(seen[1], ['init', executionAsyncId(), own]);
    hook.disable();
    const caught = domain.create();
    caught.on('error', (error) => {
      assert.strictEqual(error.message, 'from deep within');
      assert.strictEqual(error.domain, caught);
      assert.strictEqual(error.domainThrown, true);
      process.exitCode = 0;
    });
    process.exitCode = 1;
    caught.run(() => fs.readFile(__filename, () => fs.open(__filename, (error, fd) => {
      fs.closeSync(fd);
      throw new Error('from deep within');
    })));
  });
});
