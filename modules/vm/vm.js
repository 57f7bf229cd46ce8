'use strict';
// node:vm: text compiled and run in contexts of its own.
// Also shown: dynamic_import, proto.

const native = binding('vm');
const {
  validateArray, validateBoolean, validateInt32, validateObject, validateOneOf,
  validateString, validateStringArray, validateUint32,
} = require('validators');
const { noOptions, setOwn } = require('define');
const { ERR_INVALID_ARG_TYPE } = require('errors');
const { constants, ownerOf, keepOwner } = require('vm/dynamic_import');
const { getOption } = require('options');
const { isProxy } = binding('module');

const NO_TIMEOUT = 0;

function validateContext(contextifiedObject) {
  validateObject(contextifiedObject, 'contextifiedObject', { allowArray: true, allowFunction: true });
  if (isContextOf(contextifiedObject)) return;
  throw new ERR_INVALID_ARG_TYPE('contextifiedObject', 'vm.Context', contextifiedObject);
}

function isContextOf(object) {
  return object !== null && (typeof object === 'object' || typeof object === 'function') && native.isContext(object);
}

// The common options of code: where it comes from, and its code cache.
function sourceOptions(options, defaultFilename) {
  const { filename = defaultFilename, lineOffset = 0, columnOffset = 0, cachedData, produceCachedData = false } = options;
  validateString(filename, 'options.filename');
  validateInt32(lineOffset, 'options.lineOffset');
  validateInt32(columnOffset, 'options.columnOffset');
  if (cachedData !== undefined && !ArrayBuffer.isView(cachedData)) {
    throw new ERR_INVALID_ARG_TYPE('options.cachedData', ['Buffer', 'TypedArray', 'DataView'], cachedData);
  }
  validateBoolean(produceCachedData, 'options.produceCachedData');
  return { filename, lineOffset, columnOffset, cachedData, produceCachedData };
}

function runOptions(options) {
  validateObject(options, 'options');
  const { timeout, displayErrors = true, breakOnSigint = false } = options;
  if (timeout !== undefined) validateUint32(timeout, 'options.timeout', true);
  validateBoolean(displayErrors, 'options.displayErrors');
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  return { timeout: timeout ?? NO_TIMEOUT, displayErrors, breakOnSigint };
}

function toBuffer(bytes) {
  return require('buffer').Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

// What Script inherits, as on Node: programs see only the run methods on Script.prototype.
class CompiledScript {
  /** A Buffer with V8's code cache, of what has been compiled so far. */
  createCachedData() {
    return toBuffer(nativeScript(this).createCachedData());
  }
}

let nativeScript;

/** A compiled script, which may run in many contexts. */
class Script extends CompiledScript {
  #script;

  static {
    nativeScript = (script) => script.#script;
  }

  /**
   * Compiles `code` without running it. Options: filename ('evalmachine.<anonymous>'), lineOffset, columnOffset,
   * cachedData, produceCachedData, importModuleDynamically.
   */
  constructor(code, options = noOptions) {
    super();
    const text = `${code}`;
    if (typeof options === 'string') options = { filename: options };
    else validateObject(options, 'options');
    const { filename, lineOffset, columnOffset, cachedData, produceCachedData } = sourceOptions(options, 'evalmachine.<anonymous>');
    const owner = ownerOf(options.importModuleDynamically, 'options.importModuleDynamically');
    const made = native.compileScript(text, filename, lineOffset, columnOffset, cachedData, produceCachedData, owner);
    this.#script = made.script;
    keepOwner(owner, options.importModuleDynamically, this);
    if (produceCachedData) {
      if (made.cachedData !== undefined) setOwn(this, 'cachedData', toBuffer(made.cachedData));
      setOwn(this, 'cachedDataProduced', made.cachedData !== undefined);
    }
    if (cachedData !== undefined) setOwn(this, 'cachedDataRejected', made.cachedDataRejected);
    setOwn(this, 'sourceURL', made.sourceURL);
    setOwn(this, 'sourceMapURL', made.sourceMapURL);
  }

  #run(context, options = noOptions) {
    const { timeout, displayErrors, breakOnSigint } = runOptions(options);
    return this.#script.run(context, timeout, displayErrors, breakOnSigint);
  }

  /** Runs the script with the main program's globals; returns its completion value. */
  runInThisContext(options) {
    return this.#run(null, options);
  }

  /** Runs the script in a context that createContext made. */
  runInContext(contextifiedObject, options) {
    validateContext(contextifiedObject);
    return this.#run(contextifiedObject, options);
  }

  /** Makes a context of `contextObject` and runs the script in it. */
  runInNewContext(contextObject, options) {
    if (options !== undefined) validateObject(options, 'options');
    const context = createContext(contextObject, newContextOptions(options ?? noOptions));
    return this.runInContext(context, options);
  }
}

// What runInNewContext's options say about the context.
function newContextOptions(options) {
  const { contextName, contextOrigin, contextCodeGeneration, microtaskMode, importModuleDynamically } = options;
  if (contextName !== undefined) validateString(contextName, 'options.contextName');
  if (contextOrigin !== undefined) validateString(contextOrigin, 'options.contextOrigin');
  if (contextCodeGeneration !== undefined) {
    validateObject(contextCodeGeneration, 'options.contextCodeGeneration');
    const { strings, wasm } = contextCodeGeneration;
    if (strings !== undefined) validateBoolean(strings, 'options.contextCodeGeneration.strings');
    if (wasm !== undefined) validateBoolean(wasm, 'options.contextCodeGeneration.wasm');
  }
  return {
    name: contextName,
    origin: contextOrigin,
    codeGeneration: contextCodeGeneration,
    microtaskMode,
    importModuleDynamically,
  };
}

/** Whether `object` was given a context by createContext. */
function isContext(object) {
  validateObject(object, 'object', { allowArray: true, allowFunction: true });
  return native.isContext(object);
}

let contextCount = 0;

/**
 * Makes `contextObject` the global of a new context and returns it; with constants.DONT_CONTEXTIFY returns a new context's
 * ordinary global. Options: name, origin, codeGeneration {strings, wasm}, microtaskMode 'afterEvaluate',
 * importModuleDynamically.
 */
function createContext(contextObject = {}, options = noOptions) {
  const plain = contextObject === constants.DONT_CONTEXTIFY;
  if (!plain && isContext(contextObject)) return contextObject;
  validateObject(options, 'options');
  const { name = `VM Context ${++contextCount}`, origin, codeGeneration, microtaskMode } = options;
  validateString(name, 'options.name');
  if (origin !== undefined) validateString(origin, 'options.origin');
  if (codeGeneration !== undefined) validateObject(codeGeneration, 'options.codeGeneration');
  const { strings = true, wasm = true } = codeGeneration ?? noOptions;
  validateBoolean(strings, 'options.codeGeneration.strings');
  validateBoolean(wasm, 'options.codeGeneration.wasm');
  validateOneOf(microtaskMode, 'options.microtaskMode', ['afterEvaluate', undefined]);
  const owner = ownerOf(options.importModuleDynamically, 'options.importModuleDynamically');
  const context = native.makeContext(plain ? null : contextObject, name, origin, strings, wasm,
                                     microtaskMode === 'afterEvaluate', owner);
  keepOwner(owner, options.importModuleDynamically, context);
  const protoMode = getOption('--disable-proto');
  if (protoMode !== undefined) require('vm/proto').restrictContext(context, protoMode);
  return context;
}

/** A Script of `code`. */
function createScript(code, options) {
  if (!(code instanceof Script)) return new Script(code, options);
  return code;
}

function scriptOptions(options) {
  return typeof options === 'string' ? { filename: options } : options;
}

/** Runs `code` in the context of `contextifiedObject`. */
function runInContext(code, contextifiedObject, options) {
  validateContext(contextifiedObject);
  const all = scriptOptions(options);
  return createScript(code, all).runInContext(contextifiedObject, all);
}

/** Runs `code` in a new context made of `contextObject`. */
function runInNewContext(code, contextObject, options) {
  const all = scriptOptions(options);
  const context = createContext(contextObject, newContextOptions(all ?? noOptions));
  return createScript(code, all).runInNewContext(context, all);
}

/** Runs `code` with the main program's globals. */
function runInThisContext(code, options) {
  const all = scriptOptions(options);
  return createScript(code, all).runInThisContext(all);
}

function listOf(values, check) {
  const list = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    check(value, i);
    setOwn(list, i, value);
  }
  return list;
}

/**
 * A function with the parameters `params` and the body `code`. Options as of Script (filename ''), and parsingContext (a
 * context) and contextExtensions (objects whose properties the code sees as variables).
 */
function compileFunction(code, params, options = noOptions) {
  validateString(code, 'code');
  validateObject(options, 'options');
  if (params !== undefined) validateStringArray(params, 'params');
  const { filename, lineOffset, columnOffset, cachedData, produceCachedData } = sourceOptions(options, '');
  const { parsingContext, contextExtensions = [], importModuleDynamically } = options;
  if (parsingContext !== undefined && !isContextOf(parsingContext)) {
    throw new ERR_INVALID_ARG_TYPE('options.parsingContext', 'Context', parsingContext);
  }
  validateArray(contextExtensions, 'options.contextExtensions');
  // Lists of our own: native code takes no proxies of arrays, and what a getter gives may be another thing each time.
  const extensions = listOf(contextExtensions, (extension, i) => {
    validateObject(extension, `options.contextExtensions[${i}]`);
    if (isProxy(extension)) throw new ERR_INVALID_ARG_TYPE(`options.contextExtensions[${i}]`, 'Object', extension);
  });
  const names = listOf(params ?? [], (param, i) => validateString(param, `params[${i}]`));
  const owner = ownerOf(importModuleDynamically, 'options.importModuleDynamically');
  const made = native.compileFunction(code, filename, lineOffset, columnOffset, cachedData, produceCachedData, owner,
                                      parsingContext ?? null, extensions, names);
  const compiled = made.function;
  keepOwner(owner, importModuleDynamically, compiled);
  if (produceCachedData) {
    setOwn(compiled, 'cachedDataProduced', made.cachedData !== undefined);
    if (made.cachedData !== undefined) setOwn(compiled, 'cachedData', toBuffer(made.cachedData));
  }
  if (cachedData !== undefined) setOwn(compiled, 'cachedDataRejected', made.cachedDataRejected);
  return compiled;
}

let measureWarned = false;

/** A promise of V8's measurement of its contexts' memory. Options: mode 'summary' or 'detailed', execution 'default' or 'eager'. */
function measureMemory(options = noOptions) {
  if (!measureWarned) {
    measureWarned = true;
    require('process_object').emitWarning('vm.measureMemory is an experimental feature and might change at any time',
                                   'ExperimentalWarning');
  }
  validateObject(options, 'options');
  const { mode = 'summary', execution = 'default' } = options;
  validateOneOf(mode, 'options.mode', ['summary', 'detailed']);
  validateOneOf(execution, 'options.execution', ['default', 'eager']);
  return native.measureMemory(mode === 'detailed', execution === 'eager');
}

module.exports = {
  Script,
  createContext,
  createScript,
  runInContext,
  runInNewContext,
  runInThisContext,
  isContext,
  compileFunction,
  measureMemory,
  constants,
};

// The module classes are there with --experimental-vm-modules, which is known when a program asks for node:vm.
if (require('options').getOption('--experimental-vm-modules')) Object.assign(module.exports, require('vm/module'));
