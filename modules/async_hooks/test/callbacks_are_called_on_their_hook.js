'use strict';
const assert = require('node:assert');
const { AsyncResource, createHook } = require('node:async_hooks');

const seen = [];
const hook = createHook({
  init() { seen.push(['init', this === hook]); },
  before() { seen.push(['before', this.mark]); },
});
hook.mark = 'm';
hook.enable();
const resource = new AsyncResource('T');
resource.runInAsyncScope(() => {});
hook.disable();
assert.deepStrictEqual(seen, [['init', true], ['before', 'm']]);
