'use strict';
const assert = require('node:assert');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');
const { record, shown } = require('./_trace');

async function main() {
  const { createTracing, getEnabledCategories } = require('node:trace_events');
  assert.strictEqual(getEnabledCategories(), undefined);
  for (const [options, code, message] of [
    [undefined, 'ERR_INVALID_ARG_TYPE', 'The "options" argument must be of type object. Received undefined'],
    [{}, 'ERR_INVALID_ARG_TYPE', 'The "options.categories" property must be an instance of Array. Received undefined'],
    [{ categories: [1] }, 'ERR_INVALID_ARG_TYPE',
     'The "options.categories[0]" property must be of type string. Received type number (1)'],
    [{ categories: [] }, 'ERR_TRACE_EVENTS_CATEGORY_REQUIRED', 'At least one category is required'],
  ]) {
    assert.throws(() => createTracing(options), { name: 'TypeError', code, message });
  }
  const { status, stderr, events, files } = record([], program);
  assert.strictEqual(stderr, '');
  assert.strictEqual(status, 0);
  assert.deepStrictEqual(files, ['node_trace.1.log']);
  assert.deepStrictEqual(shown(events), ['C count::b', 'C count::c']);
  await workersHaveNone();
}

const program = `
  const assert = require('assert');
  const { createTracing, getEnabledCategories } = require('trace_events');
  const first = createTracing({ categories: ['z.last', 'node.console', 'node.console'] });
  const second = createTracing({ categories: ['a.first', 'node.console'] });
  assert.deepStrictEqual([first.enabled, first.categories], [false, 'z.last,node.console,node.console']);
  assert.strictEqual(require('util').inspect(first), "Tracing { enabled: false, categories: 'z.last,node.console,node.console' }");
  console.count('a');
  first.enable();
  first.enable();
  second.enable();
  assert.strictEqual(getEnabledCategories(), 'a.first,node.console,z.last');
  console.count('b');
  first.disable();
  first.disable();
  assert.strictEqual(getEnabledCategories(), 'a.first,node.console');
  console.count('c');
  second.disable();
  assert.strictEqual(getEnabledCategories(), undefined);
  console.count('d');
`;

async function workersHaveNone() {
  const worker = new Worker('require("node:trace_events");', { eval: true });
  const { promise, resolve } = Promise.withResolvers();
  worker.once('error', resolve);
  const { name, code, message } = await promise;
  assert.deepStrictEqual([name, code, message], ['Error', 'ERR_TRACE_EVENTS_UNAVAILABLE', 'Trace events are unavailable']);
}

finish(main);
