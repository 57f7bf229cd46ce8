// V8 has one set of promise hooks for a context; several want to listen. This room shares it among them.
'use strict';
const { setPromiseHooks } = binding('async_context');

// In V8's order. Lists are replaced, never changed: a hook added within a hook counts from the next event on.
const lists = { __proto__: null, init: [], before: [], after: [], settled: [] };

// What V8 calls for a list: nothing, the one function itself, or one that calls them all.
function combined(list) {
  if (list.length <= 1) return list[0];
  return (promise, parent) => {
    for (const hook of list) hook(promise, parent);
  };
}

function update() {
  setPromiseHooks(combined(lists.init), combined(lists.before), combined(lists.after), combined(lists.settled));
}

/**
 * @param {{init?: function(Promise, Promise|undefined), before?: function(Promise), after?: function(Promise),
 *   settled?: function(Promise)}} hooks none of which may throw
 * @returns {function()} removes them
 */
function add(hooks) {
  let added = true;
  for (const kind in lists) if (hooks[kind]) lists[kind] = [...lists[kind], hooks[kind]];
  update();
  return () => {
    if (!added) return;
    added = false;
    for (const kind in lists) {
      const index = lists[kind].indexOf(hooks[kind]);
      if (index >= 0) lists[kind] = lists[kind].toSpliced(index, 1);
    }
    update();
  };
}

module.exports = { add };
