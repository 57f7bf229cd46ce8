// V8 has one set of promise hooks for a context; several want to listen. This room shares it among them.
'use strict';
const { bareArray, keys } = require('intrinsics');
const { setPromiseHooks } = binding('async_context');

// In V8's order. Lists are replaced, never changed: a hook added within a hook counts from the next event on.
const lists = { __proto__: null, init: bareArray(), before: bareArray(), after: bareArray(), settled: bareArray() };

// What V8 calls for a list: nothing, the one function itself, or one that calls them all.
function combined(list) {
  if (list.length <= 1) return list[0];
  return (promise, parent) => {
    for (let i = 0; i < list.length; i++) list[i](promise, parent);
  };
}

function update() {
  setPromiseHooks(combined(lists.init), combined(lists.before), combined(lists.after), combined(lists.settled));
}

// A copy of `list` without the first `hook` in it.
function without(list, hook) {
  const copy = bareArray();
  let found = false;
  for (let i = 0; i < list.length; i++) {
    if (list[i] === hook && !found) found = true;
    else copy[copy.length] = list[i];
  }
  return copy;
}

function withHook(list, hook) {
  const copy = without(list, undefined);
  copy[copy.length] = hook;
  return copy;
}

// Replaces the list of each kind that `hooks` has by change(list, hook).
function changeLists(hooks, change) {
  const kinds = keys(lists);
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i];
    if (hooks[kind]) lists[kind] = change(lists[kind], hooks[kind]);
  }
  update();
}

/**
 * @param {{init?: function(Promise, Promise|undefined), before?: function(Promise), after?: function(Promise),
 *   settled?: function(Promise)}} hooks none of which may throw
 * @returns {function()} removes them
 */
function add(hooks) {
  let added = true;
  changeLists(hooks, withHook);
  return () => {
    if (!added) return;
    added = false;
    changeLists(hooks, without);
  };
}

module.exports = { add };
