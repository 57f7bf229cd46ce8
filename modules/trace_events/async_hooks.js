'use strict';
// node.async_hooks: asynchronous resources from their making to their end, and their callbacks.
const { add } = require('trace_events/event');
const { addHook, executionAsyncId, removeHook } = require('async_ids');

const GROUP = 'node,node.async_hooks';
const types = new Map(); // id -> type, until it is destroyed

const hook = {
  __proto__: null,
  init(id, type, triggerAsyncId) {
    types.set(id, type);
    add('b', GROUP, type, id, { data: { executionAsyncId: executionAsyncId(), triggerAsyncId } });
  },
  before(id) {
    if (types.has(id)) add('b', GROUP, `${types.get(id)}_CALLBACK`, id);
  },
  after(id) {
    if (types.has(id)) add('e', GROUP, `${types.get(id)}_CALLBACK`, id);
  },
  destroy(id) {
    if (!types.has(id)) return;
    add('e', GROUP, types.get(id), id);
    types.delete(id);
  },
};

function start() {
  addHook(hook);
}

function stop() {
  removeHook(hook);
  types.clear();
}

module.exports = { start, stop };
