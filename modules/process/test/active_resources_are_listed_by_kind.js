'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(3);

assert.deepStrictEqual(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout'), []);
const timers = [setTimeout(() => {}, 1), setTimeout(() => {}, 1), setTimeout(() => {}, 1).unref()];
const immediate = setImmediate(() => {});
const kinds = process.getActiveResourcesInfo();
assert.deepStrictEqual(kinds.filter((kind) => kind === 'Timeout'), ['Timeout', 'Timeout']);
assert.deepStrictEqual(kinds.filter((kind) => kind === 'Immediate'), ['Immediate']);
timers.forEach(clearTimeout);
clearImmediate(immediate);
