'use strict';
// Resolving and loading for import while hooks are registered: first those of module.registerHooks(), behind them those of
// module.register(), behind them the loader itself.

const path = require('path');
const process = require('process_object');
const { compileBody, keepSourceMap } = require('module/compile');
const { Module } = require('module/commonjs');
const { setOwn } = require('define');
const { hasBuiltinScheme, publicId } = require('module/public');
const { loader } = require('module/state');
const { resolve: defaultResolve } = require('module/esm/resolve');
const { formatOf, load: defaultLoad, sourceOf } = require('module/esm/source');
const { hrefOfPath, pathOfHref } = require('module/esm/urls');
const native = binding('module');

// The format by a name's extension: null where only the syntax decides, undefined where nothing does.
function formatHint(specifier, url) {
  if (hasBuiltinScheme(url)) return hasBuiltinScheme(specifier) ? undefined : 'builtin';
  if (!url.startsWith('file:')) return undefined;
  let format;
  try {
    format = formatOf(url);
  } catch {
    return undefined; // an extension that is nobody's
  }
  return format?.startsWith('detect') ? null : format;
}

/** What the loader itself answers hooks: {url, format}. */
function resolveByDefault(specifier, { parentURL, conditions }, isMain) {
  if (parentURL !== undefined && typeof parentURL !== 'string' && typeof parentURL?.href !== 'string') {
    const { ERR_INVALID_ARG_TYPE } = require('errors');
    throw new ERR_INVALID_ARG_TYPE('parentURL', ['string', 'URL'], parentURL);
  }
  const text = `${specifier}`;
  const set = Array.isArray(conditions) ? new Set(conditions) : undefined;
  const url = defaultResolve(text, parentURL?.href ?? parentURL, set, isMain);
  return { url, format: formatHint(text, url) };
}

/** {url, format, importAttributes} of a specifier. */
function resolve(specifier, parentURL, attributes, isMain) {
  const { hooks, thread } = loader;
  const last = (nextSpecifier, context) => (thread === null ? resolveByDefault(nextSpecifier, context, isMain) :
    thread.resolveSync(nextSpecifier, context.parentURL, context.importAttributes, isMain));
  if (hooks === null) return last(specifier, { parentURL, importAttributes: attributes });
  return hooks.resolve(specifier, parentURL, attributes, last);
}

/** {format, source, run} of a URL, as loader.js wants it. */
function load(url, format, attributes) {
  const { hooks, thread } = loader;
  if (hooks === null) return thread.loadSync(url, format, attributes);
  const result = hooks.load(url, format, attributes, (nextUrl, context) => (thread === null ?
    defaultLoad(nextUrl, context.format, context.importAttributes ?? {}, true) :
    thread.loadSync(nextUrl, context.format, context.importAttributes ?? {})));
  const resolvesAnew = !isRequiring;
  return withRun(url, result, (file, source, isMain) => hooks.runLoaded(file, source, isMain, resolvesAnew));
}

let isRequiring = false;           // what is loaded is for a require() of makeRequire()

// CommonJS that no hook has touched runs as if it was required; any other runs as the text that it came as.
function withRun(url, { format, source, mayReload }, reload) {
  if (format !== 'commonjs') return { format, source, run: runImported };
  if (source !== undefined && source !== null) return { format, source, run: mayReload ? reload : runImported };
  return { format, source: sourceOf(url, false), run: reload };
}

/** What hooks in a thread have loaded, as loader.js wants it. */
function ofThread(url, { format, source }) {
  if (format !== 'commonjs' || (source !== undefined && source !== null)) return { format, source, run: runImported };
  return { format, source: sourceOf(url, false), run: undefined };
}

// --- CommonJS whose text came from hooks -----------------------------------------------------------------------------

/** Runs `source`, which hooks gave for the module `file`. @returns {any} module.exports */
function runImported(file, source, isMain) {
  if (source === undefined) return Module._load(file, undefined, isMain); // an addon
  const module = new Module(file);
  module.filename = file;
  module.paths = Module._nodeModulePaths(path.dirname(file));
  if (isMain) {
    process.mainModule = module;
    module.id = '.';
  }
  Module._cache[file] = module;
  const body = compileBody(source, file, false);
  keepSourceMap(file, source, () => native.sourceMappingURL(body));
  const { exports } = module;
  body.call(exports, exports, makeRequire(module), module, file, path.dirname(file));
  module.loaded = true;
  return module.exports;
}

/** The require function of such a module: what it requires is resolved and loaded by the hooks, as by import. */
function makeRequire(module) {
  const parentURL = module.filename.startsWith('/') ? hrefOfPath(module.filename) : module.filename;
  const require = function require(specifier) {
    return requireThroughImport(toImport(specifier, module), parentURL);
  };
  require.resolve = function resolveRequest(specifier) {
    const { url } = resolve(toImport(specifier, module), parentURL, {}, false);
    return url.startsWith('file:') ? pathOfHref(url) : url;
  };
  if ('main' in require) setOwn(require, 'main', process.mainModule);
  else require.main = process.mainModule;
  return require;
}

// What require() finds is found its way, and imported by its URL.
function toImport(specifier, module) {
  require('validators').validateString(specifier, 'id');
  if (publicId(specifier) !== undefined) return specifier;
  const file = Module._resolveFilename(specifier, module, false);
  return require('url').pathToFileURL(file).href;
}

function getRequiredJob(specifier, parentURL) {
  const before = isRequiring;
  isRequiring = true;
  try {
    return require('module/esm/loader').getJobFor(specifier, parentURL, specifier.endsWith('.json') ? { type: 'json' } : {});
  } finally {
    isRequiring = before;
  }
}

function requireThroughImport(specifier, parentURL) {
  const { prepare } = require('module/esm/loader');
  const job = getRequiredJob(specifier, parentURL);
  if (job.format === 'module' || job.format === 'module-typescript') return require('module/esm/require').requireJob(job);
  const cached = job.format.startsWith('commonjs') && job.href.startsWith('file:') ? Module._cache[pathOfHref(job.href)] : undefined;
  if (cached !== undefined) return cached.exports;
  prepare(job, true);
  job.module.evaluateSync();
  const { namespace } = job.module;
  return job.format.startsWith('commonjs') ? namespace['module.exports'] : namespace.default;
}

module.exports = { ofThread, load, resolve, resolveByDefault, runImported };
