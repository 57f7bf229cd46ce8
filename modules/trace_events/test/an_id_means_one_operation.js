'use strict';
// Readers join 'b' and 'e' by their id, whatever the categories: no file is worked on by the id of an asynchronous resource,
// and no two threads use one.
const assert = require('node:assert');
const { record } = require('./_trace');

const { status, stderr, events } = record(['--trace-event-categories', 'node.async_hooks,node.fs.async,node.dns.native'], `
  const { Worker, isMainThread } = require('worker_threads');
  for (let i = 0; i < 20; i++) require('fs').stat(__filename, () => {});
  require('dns').lookup('localhost', () => {});
  if (isMainThread) new Worker(__filename);
`);
assert.strictEqual(stderr, '');
assert.strictEqual(status, 0);

const idsOf = (category) => events.filter(({ cat, ph }) => cat.split(',').includes(category) && ph === 'b').map(({ id }) => id);
const resources = new Set(idsOf('node.async_hooks'));
const operations = [...idsOf('node.fs.async'), ...idsOf('node.dns')];
assert.ok(resources.size > 20);
assert.ok(operations.length >= 42, String(operations.length));
assert.deepStrictEqual(operations.filter((id) => resources.has(id)), []);
