// Flags: --expose-gc
'use strict';
const assert = require('node:assert');
const { aborted } = require('node:util');
const finish = require('../../../test/_finish');

const { signal } = new AbortController();
let collected = 0;
const registry = new FinalizationRegistry(() => { collected++; });

function makeResources() {
  for (let i = 0; i < 50; i++) {
    const resource = { big: new Array(1000).fill(i) };
    registry.register(resource, i);
    aborted(signal, resource).then(finish.never('the signal is not aborted'));
  }
}

finish(async () => {
  makeResources();
  await finish.until(() => {
    global.gc();
    return collected >= 45; // of 50: some may be in a register
  });
  const controller = new AbortController(), kept = {};
  const promise = aborted(controller.signal, kept);
  controller.abort();
  assert.strictEqual((await promise).type, 'abort');
  assert.strictEqual(await aborted(controller.signal, kept), undefined);
});
