'use strict';
// CommonJS modules as ES modules: 'default' is module.exports, and what the lexer finds in the text are further names.

const native = binding('esm');
const { Module, traceLoad } = require('module/commonjs');
const { isTypeScript, formatOf, readSource } = require('module/files');
const path = require('path');
const { pathOf } = require('module/esm/source');

const namesOf = new Map();         // file -> Set of the names its text exports

function lex(source) {
  try {
    return require('cjs-module-lexer').parse(source);
  } catch {
    // What it cannot read has no names; the compiler will say what is wrong.
    return { exports: [], reexports: [] };
  }
}

/** The export names in the text of a CommonJS file, those that it re-exports included. */
function exportNames(file, source) {
  const known = namesOf.get(file);
  if (known !== undefined) return known;
  const { exports, reexports } = lex(source);
  const names = new Set(exports);
  namesOf.set(file, names);
  for (const request of reexports) addReexports(names, file, request);
  return names;
}

function addReexports(names, file, request) {
  const parent = new Module(file);
  parent.filename = file;
  parent.paths = Module._nodeModulePaths(path.dirname(file));
  let found;
  let source;
  try {
    found = Module._resolveFilename(request, parent, false);
    if (!found.startsWith('/') || !isScript(found)) return;
    source = readSource(found);
    if (isTypeScript(formatOf(found))) source = require('module/typescript').strip(source, found);
  } catch {
    return;
  }
  for (const name of exportNames(found, source)) names.add(name);
}

function isScript(file) {
  const extension = path.extname(file);
  return extension === '.js' || extension === '.cjs' || extension === '' || extension === '.cts' || extension === '.ts' || !Module._extensions[extension];
}

function isIndexable(exports) {
  return exports !== null && (typeof exports === 'object' || typeof exports === 'function');
}

function setExports(module, names, exports) {
  for (const name of names) {
    let value;
    try {
      if (isIndexable(exports) && Object.hasOwn(exports, name)) value = exports[name];
    } catch {
      // A getter that refuses: the name stays undefined.
    }
    module.setExport(name, value);
  }
  module.setExport('default', exports);
  module.setExport('module.exports', exports);
}

function loadCommonJS(file, source, isMain) {
  const cached = Module._cache[file];
  if (cached !== undefined && cached.loaded) return cached.exports;
  return traceLoad(file, undefined, isMain);
}

/**
 * The ES module of a CommonJS file; it runs the file when evaluated. `source` is read for its exports; undefined for an addon.
 * `run(file, source, isMain)` gives module.exports; by default the file is required.
 */
function makeCommonJS(href, source, isMain, run = loadCommonJS) {
  const file = href.startsWith('file:') ? pathOf(href) : href;
  const names = new Set(source === undefined ? [] : exportNames(file, source));
  const cached = Module._cache[file];
  if (cached?.loaded && isIndexable(cached.exports)) {
    for (const name of Object.keys(cached.exports)) names.add(name);
  }
  names.delete('default');
  names.delete('module.exports');
  const module = native.createSynthetic(href, [...names, 'default', 'module.exports'], () => {
    setExports(module, names, run(file, source, isMain));
  });
  return module;
}

module.exports = { makeCommonJS };
