'use strict';
// Where a built-in was called from. Some deprecations speak to a program's own code only, not to its dependencies.

const { getCallSites } = binding('call_sites');

const inNodeModules = /[/\\]node_modules[/\\]/i;

/** Whether the nearest function on the stack that is not ours is in a node_modules folder. */
function calledFromNodeModules() {
  const sites = getCallSites(100);
  for (let i = 0; i < sites.length; i++) {
    const file = sites[i].scriptName;
    // Ours are named node:...; a file on disk has a path or a file: URL.
    if (/^(?:[/\\]|[A-Za-z]:|file:)/.test(file)) return inNodeModules.test(file);
  }
  return false;
}

module.exports = { calledFromNodeModules };
