'use strict';
// import() in code that node:vm compiled: each piece of code has an owner, a symbol that V8 gives back with the request.

const native = binding('vm');

const constants = {
  __proto__: null,
  USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol('vm_dynamic_import_main_context_default'),
  DONT_CONTEXTIFY: Symbol('vm_context_no_contextify'),
};
Object.freeze(constants);

// What the REPL gives as importModuleDynamically: the main program's loader.
const defaultLoader = Symbol('default loader');

// Whose import() is refused for want of the option: all such code has this one owner, so that V8 finds in its cache what
// was compiled before.
const withoutFlag = Symbol('--experimental-vm-modules is not given');

let warned = false;

function warnExperimental() {
  if (warned) return;
  warned = true;
  require('process_object').emitWarning('vm.USE_MAIN_CONTEXT_DEFAULT_LOADER is an experimental feature and might change at any time',
                                 'ExperimentalWarning');
}

const owners = new WeakMap();      // symbol -> {importModule, referrer}; goes with the code that holds the symbol

/**
 * Who answers import() in code with this option: undefined the default loader, null nobody, or a new symbol.
 * `name` is the option's, for the error of a wrong type.
 */
function ownerOf(importModuleDynamically, name) {
  if (importModuleDynamically === undefined) return null;
  if (importModuleDynamically === defaultLoader) return undefined;
  if (importModuleDynamically === constants.USE_MAIN_CONTEXT_DEFAULT_LOADER) {
    warnExperimental();
    return undefined;
  }
  require('validators').validateFunction(importModuleDynamically, name);
  return allowsFunctions() ? Symbol(name) : withoutFlag;
}

function allowsFunctions() {
  return require('options').getOption('--experimental-vm-modules') === true;
}

// As a referrer: the function receives the code's name.
const codeName = Symbol('name of the code');

/** Remembers the function behind an owner; `referrer` is what it receives about the code. */
function keepOwner(owner, importModule, referrer) {
  if (typeof owner === 'symbol' && owner !== withoutFlag) owners.set(owner, { importModule, referrer });
}

// What it throws comes no earlier than what it returns.
async function call(importModule, ...args) {
  let result;
  try {
    result = importModule(...args);
  } catch (error) {
    await undefined;
    throw error;
  }
  return await result;
}

async function importThrough({ importModule, referrer }, name, specifier, attributes, isSource) {
  const from = referrer === codeName ? name : referrer;
  const result = await call(importModule, specifier, from, attributes, isSource ? 'source' : 'evaluation');
  if (isSource) {
    // No module that vm makes has one.
    const { ERR_SOURCE_PHASE_NOT_DEFINED } = require('errors');
    throw new ERR_SOURCE_PHASE_NOT_DEFINED(result?.identifier);
  }
  if (native.isModuleNamespace(result)) return result;
  const { Module } = require('vm/module');
  if (!Module.isModule(result)) {
    const { ERR_VM_MODULE_NOT_MODULE } = require('errors');
    throw new ERR_VM_MODULE_NOT_MODULE();
  }
  if (result.status === 'errored') throw result.error;
  const { namespace } = result;
  if (result.status === 'linked') await result.evaluate();
  return namespace;
}

// The stack of an error that is thrown where a program imports: it begins there.
function atImport(error) {
  error.stack = error.stack.split('\n').filter((line) => !/^ +at .*\bnode:/.test(line)).join('\n');
  return error;
}

// A promise, as of code that has an owner: the program sees as many turns of promise jobs.
async function refuse(error) {
  throw error;
}

/** What import(specifier), or with `isSource` import.source(specifier), gives in code of this owner. */
function importFor(owner, referrer, specifier, attributes, isSource) {
  if (owner === null) {
    const { ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING } = require('errors');
    return refuse(atImport(new ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING()));
  }
  if (owner === withoutFlag) {
    const { ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG } = require('errors');
    return refuse(atImport(new ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG()));
  }
  return importThrough(owners.get(owner), referrer, specifier, attributes, isSource);
}

module.exports = { codeName, constants, defaultLoader, ownerOf, keepOwner, importFor };
