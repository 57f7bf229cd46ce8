'use strict';
// Built-in modules as ES modules: their exports by name, kept in step by module.syncBuiltinESMExports().

const native = binding('esm');
const { loadBuiltin, unknownBuiltin } = require('module/commonjs');
const publicModules = require('module/public');

const made = [];                   // {module, exports, names} of each built-in that was imported

function valueOf(exports, name) {
  try {
    return Object.hasOwn(exports, name) ? exports[name] : undefined;
  } catch {
    // A getter that refuses.
    return undefined;
  }
}

function setExports({ module, exports, names }) {
  for (const name of names) module.setExport(name, valueOf(exports, name));
  module.setExport('default', exports);
}

/** The ES module of 'node:id'. Throws ERR_UNKNOWN_BUILTIN_MODULE. */
function makeBuiltin(href) {
  const id = publicModules.publicId(href);
  if (id === undefined) throw unknownBuiltin(href);
  const exports = loadBuiltin(id);
  const names = Object.keys(exports).filter((name) => name !== 'default');
  const entry = { module: undefined, exports, names };
  entry.module = native.createSynthetic(href, [...names, 'default'], () => {
    setExports(entry);
    made.push(entry);
  });
  return entry.module;
}

/** Gives the ES modules of built-ins the values that their exports objects now have. */
function syncBuiltinESMExports() {
  for (const entry of made) setExports(entry);
}

module.exports = { makeBuiltin, syncBuiltinESMExports };
