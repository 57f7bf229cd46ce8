// async_hooks hears of promises of contexts that node:vm makes, before or after a hook was enabled, and domains go with them.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(6);
const { createHook } = require('node:async_hooks');
const domain = require('node:domain');
const vm = require('node:vm');

finish(async () => {
  const counts = { init: 0, before: 0 };
  const early = vm.createContext({});
  const hook = createHook({
    init(id, type) { if (type === 'PROMISE') counts.init++; },
    before() { counts.before++; },
  }).enable();
  vm.runInContext('Promise.resolve(1).then(() => {})', early);
  assert.strictEqual(counts.init, 2);
  vm.runInNewContext('Promise.resolve(1).then(() => {})');
  assert.strictEqual(counts.init, 4);
  await undefined;
  assert.ok(counts.before >= 2);
  hook.disable();

  const later = vm.createContext({});
  const own = domain.create();
  await new Promise((resolve, reject) => {
    own.on('error', reject);
    own.run(() => {
      const promise = vm.runInContext('(async () => null)()', later);
      assert.strictEqual(promise.domain, undefined);
      promise.then(() => {
        assert.strictEqual(process.domain, own);
        vm.runInNewContext('Promise.resolve().then(check)', { check() {
          assert.strictEqual(process.domain, own);
          resolve();
        } });
      });
    });
  });
});
