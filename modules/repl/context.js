// What the REPL's code finds as globals.
'use strict';
const process = require('process_object');
const vm = require('vm');
const { copyProperty } = require('define');
const { Module } = require('module/commonjs');
const { makeRequire } = require('module/create_require');

let languageNames;

// The globals that each context has of its own.
function namesOfLanguage() {
  languageNames ??= new Set(vm.runInNewContext('Object.getOwnPropertyNames(globalThis)'));
  return languageNames;
}

function define(object, name, value) {
  Object.defineProperty(object, name, { __proto__: null, configurable: true, enumerable: false, writable: true, value });
}

function builtinNames() {
  const { builtinModules } = require('module');
  return builtinModules.filter((name) => !name.includes('/') && !name.startsWith('_') && !name.startsWith('node:'));
}

/** Whether a global of this name is a built-in module, or another global that is made when it is first looked at. */
function isBuiltinGetter(name) {
  return builtinNames().includes(name) || Object.getOwnPropertyDescriptor(globalThis, name)?.get !== undefined;
}

// A built-in module is loaded when its name is first used.
function defineBuiltins(context) {
  for (const name of builtinNames()) {
    if (Object.hasOwn(context, name) && name !== 'constants') continue;
    const settle = (value) => define(context, name, value);
    Object.defineProperty(context, name, {
      __proto__: null,
      configurable: true,
      enumerable: false,
      get() {
        const value = process.getBuiltinModule(name);
        settle(value);
        return value;
      },
      set: settle,
    });
  }
}

function newContext(server) {
  const context = vm.createContext();
  const language = namesOfLanguage();
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (language.has(name)) continue;
    copyProperty(globalThis, context, name);
  }
  context.global = context;
  const { Console } = require('console');
  define(context, 'console', new Console(server.output));
  return context;
}

function pathsHere() {
  try {
    return Module._nodeModulePaths(process.cwd());
  } catch {
    return [];  // the folder is gone
  }
}

/** The global object that `server`'s input runs in: the global one with useGlobal, else a new one. */
function createContext(server) {
  const context = server.useGlobal ? globalThis : newContext(server);
  const module = new Module('<repl>');
  module.paths = [...pathsHere(), ...Module.globalPaths];
  define(context, 'module', module);
  define(context, 'require', makeRequire(module));
  defineBuiltins(context);
  return context;
}

/** Defines `_`, the last value, and `_error`, the last error, until something is assigned to them. */
function defineUnderscores(server, context) {
  Object.defineProperty(context, '_', {
    __proto__: null,
    configurable: true,
    get: () => server.last,
    set: (value) => {
      server.last = value;
      if (server.underscoreAssigned) return;
      server.underscoreAssigned = true;
      server.output.write('Expression assignment to _ now disabled.\n');
    },
  });
  Object.defineProperty(context, '_error', {
    __proto__: null,
    configurable: true,
    get: () => server.lastError,
    set: (value) => {
      server.lastError = value;
      if (server.underscoreErrAssigned) return;
      server.underscoreErrAssigned = true;
      server.output.write('Expression assignment to _error now disabled.\n');
    },
  });
}

module.exports = { createContext, defineUnderscores, isBuiltinGetter };
