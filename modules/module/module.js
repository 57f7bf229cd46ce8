'use strict';
// node:module: the CommonJS loader's Module class, with the functions about loading that are seldom called: these load
// what they need when called.
// Also shown: commonjs, compile_cache, create_require, esm/loader, esm/resolve, esm/source, esm/urls, hooks_worker,
// package_json, public, resolve, run_main, run_script, source_map, source_map_support, state, typescript,
// typescript_full, watch_report.

const { Module } = require('module/commonjs');

Module.syncBuiltinESMExports = function syncBuiltinESMExports() {
  require('module/esm/builtins').syncBuiltinESMExports();
};

Module.registerHooks = function registerHooks(hooks) {
  return require('module/hooks').registerHooks(hooks);
};

/** Registers a module of hooks for import: resolve, load, initialize. */
Module.register = function register(specifier, parentURL = undefined, options = undefined) {
  require('module/hooks_thread').register(specifier, parentURL, options);
};

/** Runs the program named on the command line; packages replace it to run their own way. */
Module.runMain = function executeUserEntryPoint(main = require('process_object').argv[1]) {
  return require('module/run_main').runMain(main);
};

Module.findPackageJSON = function findPackageJSON(specifier, base = undefined) {
  const find = require('module/find_package_json').findPackageJSON;
  return arguments.length === 0 ? find() : find(specifier, base);
};

Module.stripTypeScriptTypes = function stripTypeScriptTypes(code, options = undefined) {
  return require('module/typescript').stripTypeScriptTypes(code, options);
};

Module.findSourceMap = function findSourceMap(path) {
  return require('module/source_map_support').findSourceMap(path);
};

Module.getSourceMapsSupport = function getSourceMapsSupport() {
  return require('module/source_map_support').getSourceMapsSupport();
};

Module.setSourceMapsSupport = function setSourceMapsSupport(enabled, options = undefined) {
  require('module/source_map_support').setSourceMapsSupport(enabled, options);
};

const compileCache = require('module/compile_cache');
Module.constants = compileCache.constants;
Module.enableCompileCache = compileCache.enableCompileCache;
Module.getCompileCacheDir = compileCache.getCompileCacheDir;
Module.flushCompileCache = compileCache.flushCompileCache;

function defineSourceMap(value) {
  Object.defineProperty(Module, 'SourceMap', { __proto__: null, configurable: true, enumerable: true, value, writable: true });
  return value;
}

// A getter until its first use: few programs use it.
Object.defineProperty(Module, 'SourceMap', {
  __proto__: null,
  get: () => defineSourceMap(require('module/source_map').SourceMap),
  set: defineSourceMap,
  enumerable: true,
  configurable: true,
});

module.exports = Module;
