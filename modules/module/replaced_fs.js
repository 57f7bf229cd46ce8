'use strict';
// The functions of fs that loaders use, where a program has put its own in their place: who has files or links of its own
// (archives, sandboxes) shows them to require() and import so.

const names = ['readFileSync', 'realpathSync'];

let fs = null; // the fs module, once a user has it
let own = null; // its functions, as they were
const noFunctions = {};
let imports = null; // as they were when something was imported for the first time

/** A user has got `exports`, the module fs. */
function noteFs(exports) {
  if (fs !== null) return;
  own = functionsOf(exports);
  fs = exports;
}

function functionsOf(object) {
  const functions = {};
  for (const name of names) functions[name] = object[name];
  return functions;
}

/** What has a replaced function `name`, for require(): the fs module, or null. */
function replacedFs(name) {
  return fs !== null && fs[name] !== own[name] ? fs : null;
}

/** The same for import, which takes the functions once: what is replaced later, it does not see. */
function replacedForImport(name) {
  imports ??= fs === null ? noFunctions : functionsOf(fs);
  return imports[name] !== undefined && imports[name] !== own[name] ? imports : null;
}

module.exports = { noteFs, replacedFs, replacedForImport };
