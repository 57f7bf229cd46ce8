'use strict';
// The program of a single executable application: in place of main(), called by C++ (src/main.cc).

const native = binding('sea');
const path = require('path');
const process = require('process_object');

/** Runs the application. One that is a snapshot goes on in main/snapshot.js instead. */
function main() {
  process._start();
  require('main').begin({ mainFunction: () => run, runDeserializeCallbacks() {} });
}

function run() {
  if (!native.hasFlag(native.DISABLES_WARNING)) {
    require('warnings').emitExperimentalWarning('Single executable application');
  }
  if (native.hasFlag(native.IS_MODULE)) return runModule();
  const { Module } = require('module/commonjs');
  const filename = process.execPath;
  const module = new Module(filename);
  module.filename = filename;
  module.paths = Module._nodeModulePaths(filename);
  const { loader } = require('module/state');
  const start = compile();
  const values = [module.exports, makeRequire(module), module, filename, path.dirname(filename)];
  if (loader.pauseOnStart !== null) return loader.pauseOnStart(start, undefined, ...values);
  return start(...values);
}

const NAMES = ['exports', 'require', 'module', '__filename', '__dirname'];

function compile() {
  const data = native.hasFlag(native.USES_CODE_CACHE) ? native.codeCache() : undefined;
  return binding('module').compileWith(native.source(), native.name(), NAMES, data && { data });
}

function runModule() {
  const { hrefOfPath } = require('module/esm/urls');
  return require('module/esm/loader').runSource(native.source(), hrefOfPath(process.execPath), false);
}

// An application is one file: what it requires are built-in modules.
function makeRequire(module) {
  let warned = false;
  function embedderRequire(id) {
    const name = require('module/public').publicId(id);
    if (name !== undefined) return require('module/commonjs').loadBuiltin(name);
    if (!warned) {
      warned = true;
      process.emitWarning('Currently the require() provided to the main script embedded into single-executable applications only ' +
        'supports loading built-in modules.\nTo load a module from disk after the single executable application is launched, ' +
        'use require("module").createRequire().\nSupport for bundled module loading or virtual file systems are under ' +
        'discussions in https://github.com/nodejs/single-executable');
    }
    const { ERR_UNKNOWN_BUILTIN_MODULE } = require('errors');
    throw new ERR_UNKNOWN_BUILTIN_MODULE(id);
  }
  embedderRequire.main = module;
  return embedderRequire;
}

module.exports = { main, NAMES };
