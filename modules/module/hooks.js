'use strict';
// module.registerHooks(): functions of a program that take part in resolving and loading, for require() and import alike.
// The hook registered last is asked first; each reaches the one before it, and finally the loader itself, by calling next.

const native = binding('module');
const { validateFunction } = require('validators');
const { Module, loadBuiltin, loadResolved, unknownBuiltin } = require('module/commonjs');
const { formatOf, readSource } = require('module/files');
const publicModules = require('module/public');
const { loader } = require('module/state');

let resolveHooks = [];
let loadHooks = [];
const contexts = new WeakMap();    // CommonJS module -> {url, format, source} as hooks found them
const loaded = new Map();          // file -> {format, source} of CommonJS that was loaded for an import and is about to run

class ModuleHooks {
  constructor(resolve, load) {
    this.resolve = resolve;
    this.load = load;
  }

  /** Takes these hooks out again. */
  deregister() {
    resolveHooks = resolveHooks.filter((hooks) => hooks !== this);
    loadHooks = loadHooks.filter((hooks) => hooks !== this);
    loader.hooks = resolveHooks.length + loadHooks.length > 0 ? active : null;
  }
}

/** Registers {resolve, load}, either of them optional; returns an object with deregister(). */
function registerHooks(hooks) {
  const { resolve, load } = hooks;
  if (resolve) validateFunction(resolve, 'hooks.resolve');
  if (load) validateFunction(load, 'hooks.load');
  const registered = new ModuleHooks(resolve, load);
  if (resolve) resolveHooks = [...resolveHooks, registered];
  if (load) loadHooks = [...loadHooks, registered];
  loader.hooks = active;
  return registered;
}

// --- the chain -------------------------------------------------------------------------------------------------------

function badReturn(expected, hook, property, value) {
  const { ERR_INVALID_RETURN_PROPERTY_VALUE } = require('errors');
  return new ERR_INVALID_RETURN_PROPERTY_VALUE(expected, hook, property, value);
}

function checkResolved({ url, format, importAttributes }) {
  if (typeof url !== 'string') throw badReturn('a URL string', 'resolve', 'url', url);
  if (format !== undefined && format !== null && typeof format !== 'string') {
    throw badReturn('a string', 'resolve', 'format', format);
  }
  if (importAttributes !== undefined && importAttributes !== null && typeof importAttributes !== 'object') {
    throw badReturn('an object', 'resolve', 'importAttributes', importAttributes);
  }
}

function checkLoaded({ format, source }, url) {
  if (format !== undefined && typeof format !== 'string') throw badReturn('a string', 'load', 'format', format);
  if (typeof source === 'string' || ArrayBuffer.isView(source) || native.isAnyArrayBuffer(source)) return;
  if (publicModules.hasBuiltinScheme(url)) return;
  throw badReturn('a string, an ArrayBuffer, or a TypedArray', 'load', 'source', source);
}

// CommonJS that is imported may be left to the loader.
function checkLoadedForImport(result, url) {
  const { format, source } = result;
  if ((format === 'commonjs' || format === 'addon') && (source === undefined || source === null)) return;
  checkLoaded(result, url);
}

// Asks the hooks for `name` from the one at `index` down; `last` is what the loader does itself.
function ask(name, hooks, index, subject, context, last, check) {
  if (index < 0) return last(subject, context);
  let passedOn = false;
  const next = (nextSubject, nextContext) => {
    passedOn = true;
    return ask(name, hooks, index - 1, nextSubject, nextContext ? { ...context, ...nextContext } : context, last, check);
  };
  const hook = hooks[index][name]; // called without a receiver
  const result = hook(subject, context, next);
  if (!passedOn && !result.shortCircuit) throw badReturn('true', name, 'shortCircuit', result.shortCircuit);
  check(result, subject);
  return result;
}

function askResolve(specifier, context, last) {
  return ask('resolve', resolveHooks, resolveHooks.length - 1, specifier, context, last, checkResolved);
}

function askLoad(url, context, last, check) {
  return ask('load', loadHooks, loadHooks.length - 1, url, context, last, check);
}

// --- require() -------------------------------------------------------------------------------------------------------

function requireConditionList() {
  return [...require('module/package_targets').requireConditions()];
}

// The set of conditions that a hook passed on; undefined for the usual ones.
function conditionSet(conditions) {
  if (conditions === undefined || conditions === null) return undefined;
  if (Array.isArray(conditions)) return new Set(conditions);
  const { ERR_INVALID_ARG_VALUE } = require('errors');
  throw new ERR_INVALID_ARG_VALUE('context.conditions', conditions, 'expected an array');
}

function urlOf(filename) {
  if (publicModules.isPlainId(filename)) return `node:${filename}`;
  return filename.startsWith('/') ? require('module/esm/urls').hrefOfPath(filename) : filename;
}

function filenameOf(url) {
  return url.startsWith('file:') ? require('url').fileURLToPath(url) : url;
}

function formatHint(url) {
  if (publicModules.hasBuiltinScheme(url)) return 'builtin';
  if (!url.startsWith('file:')) return undefined;
  const filename = filenameOf(url);
  if (filename.endsWith('.json')) return 'json';
  return formatOf(filename);
}

/** What Module._load does while hooks are registered. */
function loadCommonJS(request, parent, isMain) {
  const context = {
    parentURL: parent?.filename ? urlOf(parent.filename) : undefined,
    importAttributes: undefined,
    conditions: requireConditionList(),
  };
  const { url, format } = askResolve(request, context, (specifier, { conditions }) => {
    if (specifier.startsWith('node:') && publicModules.publicId(specifier) === undefined) throw unknownBuiltin(specifier);
    const filename = Module._resolveFilename(specifier, parent, isMain, { conditions: conditionSet(conditions) });
    return { url: urlOf(filename), format: undefined, importAttributes: undefined };
  });
  const id = publicModules.hasBuiltinScheme(url) ? publicModules.publicId(url) : undefined;
  if (id !== undefined) return loadBuiltinThroughHooks(url, id);
  const filename = filenameOf(url);
  return loadResolved(request, filename, parent, isMain, { url, format: format ?? formatHint(url), source: undefined });
}

function loadBuiltinThroughHooks(url, id) {
  const context = { format: 'builtin', importAttributes: undefined, conditions: requireConditionList() };
  const mock = loader.mocks?.find(url);
  if (mock !== undefined) return mock.makeExports();
  askLoad(url, context, () => ({ source: null, format: 'builtin' }), checkLoaded);
  return loadBuiltin(id);
}

function setContext(module, context) {
  contexts.set(module, context);
}

/** {format, source} of the file of a CommonJS module that is being loaded. */
function sourceOf(module, filename, format) {
  const ready = loaded.get(filename);
  if (ready !== undefined) {
    loaded.delete(filename);
    return ready;
  }
  const known = contexts.get(module);
  const url = known?.url ?? urlOf(filename);
  const context = { format: known?.format ?? format, importAttributes: undefined, conditions: requireConditionList() };
  const result = askLoad(url, context, (nextUrl, nextContext) => ({
    source: publicModules.publicId(nextUrl) !== undefined ? null : readSource(filenameOf(nextUrl)),
    format: nextContext.format,
  }), checkLoaded);
  const { textOf } = require('module/esm/source');
  return { format: result.format, source: textOf(result.source) };
}

/** Runs the CommonJS `file`, whose `source` was loaded for an import, as if required; `resolvesAnew`: hooks see that. */
function runLoaded(file, source, isMain, resolvesAnew) {
  loaded.set(file, { format: formatOf(file), source });
  try {
    return resolvesAnew ? Module._load(file, undefined, isMain) : loadResolved(file, file, undefined, isMain, undefined);
  } finally {
    loaded.delete(file);
  }
}

// --- import ----------------------------------------------------------------------------------------------------------

function importConditionList() {
  return [...require('module/package_targets').importConditions()];
}

/** {url, format, importAttributes} of an import specifier; `last(specifier, context)` is what comes behind the hooks. */
function resolve(specifier, parentURL, importAttributes, last) {
  const context = { parentURL, importAttributes, conditions: importConditionList() };
  const resolved = askResolve(specifier, context, (nextSpecifier, nextContext) => {
    const { url, format } = last(nextSpecifier, { ...nextContext, conditions: conditionList(nextContext.conditions) });
    return { url, format, importAttributes: undefined };
  });
  checkURL(resolved.url);
  return { url: resolved.url, format: resolved.format, importAttributes: resolved.importAttributes ?? undefined };
}

// Of an import, what is no list counts as none given.
function conditionList(conditions) {
  return Array.isArray(conditions) ? conditions : undefined;
}

/**
 * What is imported from a URL: {format, source, mayReload}. `last(url, context)` gives what comes behind the hooks, and
 * whether that is CommonJS as it is in its file: that runs as if it was required.
 */
function load(url, format, importAttributes, last) {
  const context = { format, importAttributes, conditions: importConditionList() };
  const result = askLoad(url, context, (nextUrl, nextContext) => {
    checkURL(nextUrl);
    const found = last(nextUrl, nextContext);
    return {
      format: found.format,
      responseURL: nextUrl,
      source: found.source ?? null,
      shouldBeReloadedByCJSLoader: found.format === 'commonjs',
    };
  }, checkLoadedForImport);
  return { format: result.format, source: result.source, mayReload: result.shouldBeReloadedByCJSLoader === true };
}

function checkURL(url) {
  if (require('url').URL.canParse(url)) return;
  const { ERR_INVALID_URL } = require('errors');
  throw new ERR_INVALID_URL(url);
}

const active = { loadCommonJS, setContext, sourceOf, resolve, load, runLoaded };

module.exports = { registerHooks };
