'use strict';
// The require function of a module, and module.createRequire().

const path = require('path');
const process = require('process_object');
const { setOwn } = require('define');

let Module;

/** Gives the class createRequire(). */
function install(ModuleClass) {
  Module = ModuleClass;
  Module.createRequire = createRequire;
}

/** The require function of `module`. */
function makeRequire(module) {
  const require = function require(path) {
    return module.require(path);
  };
  require.resolve = function resolve(request, options) {
    checkRequest(request);
    return Module._resolveFilename(request, module, false, options);
  };
  require.resolve.paths = function paths(request) {
    checkRequest(request);
    return Module._resolveLookupPaths(request, module);
  };
  if ('main' in require) setOwn(require, 'main', process.mainModule);
  else require.main = process.mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}

function checkRequest(request) {
  if (typeof request !== 'string') require('validators').validateString(request, 'request');
}

/** A require function that resolves as from `filename`: an absolute path, a file: URL or a URL object. */
function createRequire(filename) {
  let file;
  const isURL = typeof filename?.href === 'string' && typeof filename.protocol === 'string';
  if (isURL || (typeof filename === 'string' && !path.isAbsolute(filename))) {
    try {
      file = require('url').fileURLToPath(filename);
    } catch {
      // Reported below, with what was given.
    }
  } else if (typeof filename === 'string') {
    file = filename;
  }
  if (file === undefined) {
    const { ERR_INVALID_ARG_VALUE } = require('errors');
    throw new ERR_INVALID_ARG_VALUE('filename', filename,
      'must be a file URL object, file URL string, or absolute path string');
  }
  return createRequireFromPath(file);
}

function createRequireFromPath(file) {
  // A folder, by its slash: as from a file in it.
  const asFile = file.endsWith('/') ? path.join(file, 'noop.js') : file;
  const module = new Module(asFile);
  module.filename = asFile;
  module.paths = Module._nodeModulePaths(module.path);
  return makeRequire(module);
}

module.exports = { install, makeRequire };
