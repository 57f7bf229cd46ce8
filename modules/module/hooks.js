'use strict';
// module.registerHooks(): functions of a program that take part in resolving and loading, for require() and import alike.
// The hook registered last is asked first; each reaches the one before it, and finally the loader itself, by calling next.

const native = binding('module');
const { validateFunction } = require('validators');
const cjs = require('module/cjs');
const publicModules = require('module/public');

const { Module } = cjs;

let resolveHooks = [];
let loadHooks = [];
const contexts = new WeakMap();    // CommonJS module -> {url, format, source} as hooks found them

class ModuleHooks {
  constructor(resolve, load) {
    this.resolve = resolve;
    this.load = load;
  }

  /** Takes these hooks out again. */
  deregister() {
    resolveHooks = resolveHooks.filter((hooks) => hooks !== this);
    loadHooks = loadHooks.filter((hooks) => hooks !== this);
    cjs.setHooks(resolveHooks.length + loadHooks.length > 0 ? active : null);
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
  cjs.setHooks(active);
  return registered;
}

function badReturn(expected, hook, property, value) {
  const { ERR_INVALID_RETURN_PROPERTY_VALUE } = require('errors');
  return new ERR_INVALID_RETURN_PROPERTY_VALUE(expected, hook, property, value);
}

function checkResolved(result) {
  const { url, format } = result;
  if (typeof url !== 'string') throw badReturn('a URL string', 'resolve', 'url', url);
  if (format !== undefined && format !== null && typeof format !== 'string') {
    throw badReturn('a string', 'resolve', 'format', format);
  }
}

function checkLoaded(result) {
  if (result.format === 'builtin') return;
  const { source } = result;
  if (typeof source === 'string' || ArrayBuffer.isView(source) || native.isAnyArrayBuffer(source)) return;
  throw badReturn('a string, an ArrayBuffer, or a TypedArray', 'load', 'source', source);
}

// Asks the hooks for `name` from the one at `index` down; `last` is what the loader does itself.
function ask(name, hooks, index, subject, context, last, check) {
  if (index < 0) return last(subject, context);
  let passedOn = false;
  const next = (nextSubject = subject, nextContext = undefined) => {
    passedOn = true;
    return ask(name, hooks, index - 1, nextSubject, nextContext ? { ...context, ...nextContext } : context, last, check);
  };
  const result = hooks[index][name](subject, context, next);
  if (!passedOn && result?.shortCircuit !== true) throw badReturn('true', name, 'shortCircuit', result?.shortCircuit);
  check(result);
  return result;
}

function askResolve(specifier, context, last) {
  return ask('resolve', resolveHooks, resolveHooks.length - 1, specifier, context, last, checkResolved);
}

function askLoad(url, context, last) {
  return ask('load', loadHooks, loadHooks.length - 1, url, context, last, checkLoaded);
}

function textOf(source) {
  if (typeof source === 'string') return source;
  const { TextDecoder } = require('util');
  return new TextDecoder().decode(source);
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
  throw new ERR_INVALID_ARG_VALUE('conditions', conditions, 'expected an array');
}

function urlOf(filename) {
  if (publicModules.isPlainId(filename)) return `node:${filename}`;
  return filename.startsWith('/') ? require('module/esm/urls').hrefOfPath(filename) : filename;
}

function filenameOf(url) {
  return url.startsWith('file:') ? require('url').fileURLToPath(url) : url;
}

function formatHint(url) {
  if (url.startsWith('node:')) return 'builtin';
  if (!url.startsWith('file:')) return undefined;
  const filename = filenameOf(url);
  if (filename.endsWith('.json')) return 'json';
  return cjs.formatOf(filename);
}

/** What Module._load does while hooks are registered. */
function loadCommonJS(request, parent, isMain) {
  const context = {
    parentURL: parent?.filename ? urlOf(parent.filename) : undefined,
    conditions: requireConditionList(),
  };
  const resolved = askResolve(request, context, (specifier, { conditions }) => {
    if (specifier.startsWith('node:') && publicModules.publicId(specifier) === undefined) throw cjs.unknownBuiltin(specifier);
    return { url: urlOf(Module._resolveFilename(specifier, parent, isMain, { conditions: conditionSet(conditions) })) };
  });
  const { url } = resolved;
  const id = url.startsWith('node:') ? publicModules.publicId(url) : undefined;
  if (id !== undefined) return loadBuiltin(url, id);
  const filename = filenameOf(url);
  const loadContext = { url, format: resolved.format ?? formatHint(url), source: undefined };
  return cjs.loadResolved(request, filename, parent, isMain, loadContext);
}

function loadBuiltin(url, id) {
  askLoad(url, { format: 'builtin', conditions: requireConditionList() }, () => ({ source: null, format: 'builtin' }));
  return cjs.loadBuiltin(id);
}

function setContext(module, context) {
  contexts.set(module, context);
}

/** {format, source} of the file of a CommonJS module that is being loaded. */
function sourceOf(module, filename, format) {
  const known = contexts.get(module);
  if (known?.source !== undefined) return known;
  const url = known?.url ?? urlOf(filename);
  const context = { format: known?.format ?? format, conditions: requireConditionList() };
  const result = askLoad(url, context, (nextUrl, nextContext) => ({
    source: publicModules.publicId(nextUrl) !== undefined ? null : cjs.readSource(filenameOf(nextUrl)),
    format: nextContext.format,
  }));
  return { format: result.format ?? undefined, source: result.format === 'builtin' ? '' : textOf(result.source) };
}

// --- import ----------------------------------------------------------------------------------------------------------

/** {url, format} of an import specifier. */
function resolve(specifier, parentURL, importAttributes, isMain) {
  const { importConditions } = require('module/package_targets');
  const { resolve: resolveImport } = require('module/esm/resolve');
  const context = { parentURL, importAttributes, conditions: [...importConditions()] };
  const resolved = askResolve(specifier, context, (nextSpecifier, { parentURL: base, conditions }) => {
    const url = resolveImport(nextSpecifier, base, conditionSet(conditions), isMain);
    return { url, format: importFormatHint(url) };
  });
  return { url: resolved.url, format: resolved.format ?? undefined };
}

function importFormatHint(url) {
  try {
    const format = require('module/esm/source').formatOf(url);
    return format === undefined || format.startsWith('detect') ? null : format;
  } catch {
    return undefined;
  }
}

/** {format, source} of a URL that is imported. */
function load(url, format, importAttributes) {
  const { importConditions } = require('module/package_targets');
  const { load: loadDefault } = require('module/esm/source');
  const { checkScheme } = require('module/esm/resolve');
  const context = { format: format ?? null, importAttributes, conditions: [...importConditions()] };
  const result = askLoad(url, context, (nextUrl, nextContext) => {
    if (!nextUrl.startsWith('http')) checkScheme(nextUrl);
    const loaded = loadDefault(nextUrl, nextContext.format ?? undefined);
    return { format: loaded.format, source: loaded.source ?? null };
  });
  const isText = result.format !== 'wasm' && result.format !== 'builtin' && result.format !== 'addon';
  return { format: result.format, source: isText && result.source != null ? textOf(result.source) : result.source };
}

const active = { loadCommonJS, setContext, sourceOf, resolve, load };

module.exports = { registerHooks };
