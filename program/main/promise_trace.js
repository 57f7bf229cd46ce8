'use strict';
// --trace-promises: a line for each promise that is made or settled, and the stack below it.
const native = binding('call_sites');
const { getOption } = require('options');
const promiseHooks = require('promise_hooks');

const FRAMES = 10;
const MARGIN = 3;  // functions of ours on top of the stack
const ownFile = /^(?:node:)?(?:main\/promise_trace|promise_hooks\/promise_hooks|promise_hooks)$/;
const ids = new WeakMap();
let count = 0;

function idOf(promise) {
  let id = ids.get(promise);
  if (id === undefined) ids.set(promise, id = count++);
  return id;
}

function stack(limit) {
  const lines = native.getCallSites(limit + MARGIN)
    .filter(({ scriptName }) => !ownFile.test(scriptName))
    .slice(0, limit)
    .map(({ functionName, scriptName, lineNumber, columnNumber }) => {
      const place = `${scriptName}:${lineNumber}:${columnNumber}`;
      return `    at ${functionName ? `${functionName} (${place})` : place}\n`;
    });
  return lines.length > 0 ? `${lines.join('')}\n` : '';
}

/** Begins to trace. */
function start() {
  const limit = getOption('--stack-trace-limit') ?? FRAMES;
  const print = (what) => binding('process').writeToStderr(`[--trace-promises] ${what}\n${stack(limit)}`);
  promiseHooks.add({
    init(promise, parent) {
      const by = parent === undefined ? '' : `promise #${idOf(parent)} `;
      print(`${by}created promise #${idOf(promise)}`);
    },
    settled(promise) { print(`resolved promise #${idOf(promise)}`); },
  });
}

module.exports = { start };
