'use strict';
// vm.Module, vm.SourceTextModule, vm.SyntheticModule: ES modules that a program links itself.

const native = binding('vm');
const { validateBoolean, validateFunction, validateInt32, validateObject, validateString, validateUint32 } = require('validators');
const {
  ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS, ERR_MODULE_LINK_MISMATCH, ERR_VM_MODULE_ALREADY_LINKED,
  ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA, ERR_VM_MODULE_DIFFERENT_CONTEXT, ERR_VM_MODULE_LINK_FAILURE,
  ERR_VM_MODULE_NOT_MODULE, ERR_VM_MODULE_STATUS,
} = require('errors');
const { ownerOf, keepOwner } = require('vm/dynamic_import');

// By v8::Module's status.
const STATUS_NAMES = ['unlinked', 'linking', 'linked', 'evaluating', 'evaluated', 'errored'];
const INSTANTIATED = 2;
const ERRORED = 5;

const inspectCustom = Symbol.for('nodejs.util.inspect.custom');

let mainContextCount = 0;
const contextCounts = new WeakMap();

// 'vm:module(0)', counted in each context.
function nextIdentifier(context) {
  if (context === undefined) return `vm:module(${mainContextCount++})`;
  const count = contextCounts.get(context) ?? 0;
  contextCounts.set(context, count + 1);
  return `vm:module(${count})`;
}

function commonOptions(options) {
  validateObject(options, 'options');
  const { identifier, context } = options;
  if (identifier !== undefined) validateString(identifier, 'options.identifier');
  if (context !== undefined) {
    validateObject(context, 'options.context');
    if (!native.isContext(context)) throw new ERR_INVALID_ARG_TYPE('options.context', 'vm.Context', context);
  }
  return { context, identifier: identifier ?? nextIdentifier(context) };
}

/** What SourceTextModule and SyntheticModule have in common. It cannot be made itself. */
class Module {
  #native;
  #identifier;
  #context;
  #linking = false;                // between link() and its end
  #linkError;                      // {error} when linking failed for good

  /** Only the classes below make modules: `make` gives the native one for an identifier and a context. */
  constructor(options, make) {
    if (new.target === Module) throw new TypeError('Module is not a constructor');
    const { context, identifier } = commonOptions(options);
    this.#context = context;
    this.#identifier = identifier;
    this.#native = make(identifier, context ?? null);
    this.#native.identifier = identifier;
  }

  /** Whether `value` is one, of either class. */
  static isModule(value) {
    return typeof value === 'object' && value !== null && #native in value;
  }

  // Throws ERR_INVALID_THIS for what is no module.
  static nativeOf(value) {
    if (!Module.isModule(value)) throw new ERR_INVALID_THIS('Module');
    return value.#native;
  }

  /** { error } of a linking that failed, else undefined. */
  static linkErrorOf(module) {
    return module.#linkError;
  }

  /** Marks the module as being linked, or not. */
  static setLinking(module, linking) {
    module.#linking = linking;
  }

  /** The module can never be linked, because of `error`. */
  static failLinking(module, error) {
    module.#linkError = { error };
  }

  /** The name given by options.identifier, 'vm:module(n)' by default. */
  get identifier() {
    return this.#identifier;
  }

  /** The contextified object it runs in; undefined for this context. */
  get context() {
    return this.#context;
  }

  /** The exports. Throws ERR_VM_MODULE_STATUS before the module is linked. */
  get namespace() {
    if (this.#native.status < INSTANTIATED) throw new ERR_VM_MODULE_STATUS('must not be unlinked or linking');
    return this.#native.namespace;
  }

  /** 'unlinked', 'linking', 'linked', 'evaluating', 'evaluated' or 'errored'. */
  get status() {
    const { status } = this.#native;
    if (this.#linkError !== undefined) return 'errored';
    return status === 0 && this.#linking ? 'linking' : STATUS_NAMES[status];
  }

  /** What the module threw. Throws ERR_VM_MODULE_STATUS unless it is errored. */
  get error() {
    if (this.#linkError !== undefined) return this.#linkError.error;
    if (this.#native.status !== ERRORED) throw new ERR_VM_MODULE_STATUS('must be errored');
    return this.#native.error;
  }

  /** Asks `linker(specifier, module, {attributes})` for each module that this one and its dependencies import. */
  async link(linker) {
    Module.nativeOf(this);
    validateFunction(linker, 'linker');
    if (this.status === 'linked') throw new ERR_VM_MODULE_ALREADY_LINKED();
    if (this.status !== 'unlinked') throw new ERR_VM_MODULE_STATUS('must be unlinked');
    await linkGraph(this, linker);
    this.#native.instantiate();
  }

  /** Evaluates the module and what it imports. Options: timeout in milliseconds, breakOnSigint. */
  evaluate(options = { __proto__: null }) {
    try {
      Module.nativeOf(this);
      return this.#evaluate(options);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #evaluate(options) {
    validateObject(options, 'options');
    const { timeout, breakOnSigint = false } = options;
    if (timeout !== undefined) validateUint32(timeout, 'options.timeout', true);
    validateBoolean(breakOnSigint, 'options.breakOnSigint');
    const { status } = this;
    if (status !== 'linked' && status !== 'evaluated' && status !== 'errored') {
      throw new ERR_VM_MODULE_STATUS('must be one of linked, evaluated, or errored');
    }
    if (this.#linkError !== undefined) throw this.#linkError.error;
    return ownPromise(native.evaluateModule(this.#native, timeout ?? 0, breakOnSigint, this.#context ?? null));
  }

  [inspectCustom](depth, options) {
    Module.nativeOf(this);
    if (typeof depth === 'number' && depth < 0) return `[${this.constructor.name}]`;
    const own = (value) => ({ __proto__: null, value, enumerable: true });
    const shown = Object.create(Object.getPrototypeOf(this), {
      __proto__: null,
      status: own(this.status),
      identifier: own(this.identifier),
      context: own(this.context),
    });
    return require('inspect').inspect(shown, { ...options, customInspect: false });
  }
}

// A promise of the main context for one of the module's: jobs of the module's context may never run. What is settled
// stays settled.
function ownPromise(promise) {
  const { state, result } = native.promiseState(promise);
  if (state === 'fulfilled') return Promise.resolve();
  if (state === 'pending') return new Promise((resolve, reject) => { promise.then(() => resolve(), reject); });
  promise.catch(() => {});
  return Promise.reject(result);
}

function checkLinked(dependency, importer, specifier) {
  if (!Module.isModule(dependency)) throw failed(importer, new ERR_VM_MODULE_NOT_MODULE());
  if (dependency.context !== importer.context) throw failed(importer, new ERR_VM_MODULE_DIFFERENT_CONTEXT());
  if (dependency.status === 'errored') {
    throw failed(importer, new ERR_VM_MODULE_LINK_FAILURE(`request for '${specifier}' resolved to an errored module`, dependency.error));
  }
}

function failed(module, error) {
  Module.failLinking(module, error);
  return error;
}

async function linkGraph(module, linker) {
  const ours = Module.nativeOf(module);
  Module.setLinking(module, true);
  const requests = module instanceof SourceTextModule ? module.moduleRequests : [];
  const answers = requests.map(({ specifier, attributes }) => linker(specifier, module, { attributes, assert: attributes }));
  const dependencies = await Promise.all(answers.map(async (answer, i) => {
    const dependency = await answer;
    checkLinked(dependency, module, requests[i].specifier);
    if (dependency.status === 'unlinked') await linkGraph(dependency, linker);
    return dependency;
  }));
  ours.link(dependencies.map((dependency) => Module.nativeOf(dependency)));
}

/** An ECMAScript module from source text. */
class SourceTextModule extends Module {
  #requests;
  #specifiers;
  #linked = false;

  /**
   * Options: identifier, context, lineOffset, columnOffset, cachedData, initializeImportMeta(meta, module),
   * importModuleDynamically.
   */
  constructor(sourceText, options = { __proto__: null }) {
    validateString(sourceText, 'sourceText');
    validateObject(options, 'options');
    const { lineOffset = 0, columnOffset = 0, cachedData, initializeImportMeta, importModuleDynamically } = options;
    validateInt32(lineOffset, 'options.lineOffset');
    validateInt32(columnOffset, 'options.columnOffset');
    if (initializeImportMeta !== undefined) validateFunction(initializeImportMeta, 'options.initializeImportMeta');
    const owner = ownerOf(importModuleDynamically, 'options.importModuleDynamically');
    if (cachedData !== undefined && !ArrayBuffer.isView(cachedData)) {
      throw new ERR_INVALID_ARG_TYPE('options.cachedData', ['Buffer', 'TypedArray', 'DataView'], cachedData);
    }
    super(options, (identifier, context) =>
      native.compileModule(sourceText, identifier, lineOffset, columnOffset, cachedData, owner, context));
    const ours = Module.nativeOf(this);
    ours.initializeMeta = (meta) => initializeImportMeta?.(meta, this);
    keepOwner(owner, importModuleDynamically, this);
  }

  /** Links to `modules`, one for each of moduleRequests, without asking anybody. */
  linkRequests(modules) {
    const ours = Module.nativeOf(this);
    if (this.status !== 'unlinked') throw new ERR_VM_MODULE_STATUS('must be unlinked');
    const { length } = this.moduleRequests;
    if (!Array.isArray(modules)) throw new ERR_INVALID_ARG_TYPE('modules', 'Array', modules);
    if (modules.length !== length) throw new ERR_MODULE_LINK_MISMATCH(`Expected ${length} modules, got ${modules.length}`);
    for (const dependency of modules) {
      if (!Module.isModule(dependency)) throw new ERR_VM_MODULE_NOT_MODULE();
      if (dependency.context !== this.context) throw new ERR_VM_MODULE_DIFFERENT_CONTEXT();
    }
    this.#checkSameModules(modules);
    ours.link(modules.map((dependency) => Module.nativeOf(dependency)));
    this.#linked = true;
  }

  // Requests for one module in two phases must be answered by one module.
  #checkSameModules(modules) {
    const seen = new Map();
    this.moduleRequests.forEach(({ specifier, attributes }, i) => {
      const key = JSON.stringify([specifier, Object.entries(attributes)]);
      const other = seen.get(key);
      if (other !== undefined && modules[other] !== modules[i]) {
        throw new ERR_MODULE_LINK_MISMATCH(`Module request '${specifier}' at index ${i} must be linked to the same module ` +
          `requested at index ${other}`);
      }
      seen.set(key, i);
    });
  }

  /** Links the imported names to the modules' exports, after linkRequests(). */
  instantiate() {
    const ours = Module.nativeOf(this);
    if (!this.#linked && this.status === 'unlinked') {
      throw new ERR_VM_MODULE_LINK_FAILURE('module is not linked');
    }
    ours.instantiate();
  }

  /**
   * The specifiers of what it imports, each as often as it is imported with other attributes.
   * @returns {string[]} frozen
   */
  get dependencySpecifiers() {
    this.#specifiers ??= Object.freeze(this.moduleRequests.map(({ specifier }) => specifier));
    return this.#specifiers;
  }

  /**  @returns {{specifier: string, attributes: object, phase: string}[]} frozen */
  get moduleRequests() {
    this.#requests ??= Object.freeze(Module.nativeOf(this).requests.map(({ specifier, attributes, phase }) =>
      Object.freeze({ __proto__: null, specifier, attributes: Object.freeze(attributes), phase })));
    return this.#requests;
  }

  /** As Module's. */
  get status() {
    return super.status;
  }

  /** As Module's. */
  get error() {
    return super.error;
  }

  /** Whether this module or one it imports awaits at top level. */
  hasAsyncGraph() {
    const ours = Module.nativeOf(this);
    if (ours.status < INSTANTIATED) throw new ERR_VM_MODULE_STATUS('must be instantiated');
    return ours.isGraphAsync;
  }

  /** Whether this module awaits at top level. */
  hasTopLevelAwait() {
    return Module.nativeOf(this).hasTopLevelAwait;
  }

  /** A Buffer with V8's code cache; before the module was evaluated. */
  createCachedData() {
    const ours = Module.nativeOf(this);
    if (ours.status > INSTANTIATED) throw new ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA();
    const bytes = ours.createCachedData();
    return require('buffer').Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

/** A module whose exports a function sets. */
class SyntheticModule extends Module {
  /** `evaluateCallback` sets the exports `exportNames` by this.setExport(). Options: identifier, context. */
  constructor(exportNames, evaluateCallback, options = { __proto__: null }) {
    if (!Array.isArray(exportNames) || exportNames.some((name) => typeof name !== 'string')) {
      throw new ERR_INVALID_ARG_TYPE('exportNames', 'Array of unique strings', exportNames);
    }
    exportNames.forEach((name, i) => {
      if (exportNames.indexOf(name, i + 1) !== -1) {
        throw new ERR_INVALID_ARG_VALUE(`exportNames.${name}`, name, 'is duplicated');
      }
    });
    validateFunction(evaluateCallback, 'evaluateCallback');
    super(options, (identifier, context) =>
      native.createSyntheticModule(identifier, exportNames, () => { evaluateCallback.call(this); }, context));
    Module.nativeOf(this).instantiate();
  }

  /** Nothing to link. */
  async link() {
    Module.nativeOf(this);
  }

  /** Sets the value of the export `name`. */
  setExport(name, value) {
    const ours = Module.nativeOf(this);
    validateString(name, 'name');
    ours.setExport(name, value);
  }
}

module.exports = { Module, SourceTextModule, SyntheticModule };
