'use strict';
// The ES module loader. A graph is loaded in one go, depth first and synchronously (the files are small, and a trip to the
// thread pool for each costs more than reading it); then it is linked, instantiated and evaluated, which may take time.
// A Job is one module of the registry: a URL with the type its importers ask for.

const native = binding('esm');
const process = require('process');
const cjs = require('module/cjs');
const { resolve: defaultResolve, checkScheme } = require('module/esm/resolve');
const { load: defaultLoad, formatOf, warnTypeless } = require('module/esm/source');
const { hrefOfPath, pathOfHref, shownName } = require('module/esm/urls');
const { explainCommonJSName, explainMissingName } = require('module/esm/explain');

const { Module } = cjs;
const EVALUATING = 3;
const ERRORED = 5;

const registry = new Map();        // URL, with ' json' after it for JSON -> Job
const jobOf = new WeakMap();       // native module -> Job, for import.meta

class Job {
  constructor(href, format, module, isMain, detected) {
    this.href = href;
    this.format = format;
    this.module = module;
    this.isMain = isMain;
    this.detected = detected;
    this.requests = module.requests;
    this.dependencies = undefined;   // one Job a request, once linked
    this.forRequire = undefined;     // what require() gives for it
  }
}

// --- loading ---------------------------------------------------------------------------------------------------------

function checkAttributeKeys(href, attributes) {
  for (const key of Object.keys(attributes)) {
    if (key === 'type') continue;
    const { ERR_IMPORT_ATTRIBUTE_UNSUPPORTED } = require('errors');
    throw new ERR_IMPORT_ATTRIBUTE_UNSUPPORTED(key, attributes[key], href);
  }
}

function checkType(href, format, type) {
  if (type === undefined) {
    if (format !== 'json') return;
    const { ERR_IMPORT_ATTRIBUTE_MISSING } = require('errors');
    throw new ERR_IMPORT_ATTRIBUTE_MISSING(href, 'type', 'json');
  }
  if (type !== 'json') {
    const { ERR_IMPORT_ATTRIBUTE_UNSUPPORTED } = require('errors');
    throw new ERR_IMPORT_ATTRIBUTE_UNSUPPORTED('type', type, href);
  }
  if (format !== 'json') {
    const { ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE } = require('errors');
    throw new ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE(href, type);
  }
}

function checkFormat(href, format, type) {
  if (format === undefined || format === null) {
    const { ERR_UNKNOWN_MODULE_FORMAT } = require('errors');
    const mime = href.startsWith('data:') ? /^data:([^,;]*)/.exec(href)[1] || null : format;
    throw new ERR_UNKNOWN_MODULE_FORMAT(mime, href);
  }
  checkType(href, format, type);
}

function makeJSON(href, source) {
  const file = href.startsWith('file:') && !/[?#]/.test(href) ? pathOfHref(href) : undefined;
  let cached = file === undefined ? undefined : Module._cache[file];
  if (!cached?.loaded) {
    let value;
    try {
      value = JSON.parse(source);
    } catch (error) {
      error.message = `${shownName(href)}: ${error.message}`;
      throw error;
    }
    cached = { exports: value, loaded: true };
    // require() of the same file gives the same object.
    if (file !== undefined) Module._cache[file] = cached;
  }
  const module = native.createSynthetic(href, ['default'], () => module.setExport('default', cached.exports));
  return module;
}

function compileModule(href, source) {
  const cache = cjs.compileCache();
  const cached = cache !== null && href.startsWith('file:') ? cache.find('ESM', href, source) : undefined;
  const module = native.compile(source, href, cached);
  if (cached !== undefined) cache.keep(cached, module);
  cjs.keepSourceMap(href, source, () => module.sourceMappingURL);
  return module;
}

function makeModule(href, format, source, isMain) {
  switch (format) {
    case 'module': return compileModule(href, source);
    case 'commonjs': return require('module/esm/commonjs').makeCommonJS(href, source, isMain);
    case 'addon': return require('module/esm/commonjs').makeCommonJS(href, undefined, isMain);
    case 'builtin': return require('module/esm/builtins').makeBuiltin(href);
    case 'json': return makeJSON(href, source);
    case 'wasm': return require('module/esm/wasm').makeWasm(href, source);
  }
  const { ERR_UNKNOWN_MODULE_FORMAT } = require('errors');
  throw new ERR_UNKNOWN_MODULE_FORMAT(format, href);
}

function load(href, hint, attributes) {
  const hooks = cjs.activeHooks();
  if (hooks !== null) return hooks.load(href, hint, attributes);
  if (!href.startsWith('http')) checkScheme(href);
  return defaultLoad(href, hint);
}

// The registry's Job for a URL, made when it is not there yet. `from`: {isMain, hint} of the first request.
function getJob(href, attributes, isMain, hint) {
  const { type } = attributes;
  const key = type === 'json' ? `${href} json` : href;
  checkAttributeKeys(href, attributes);
  const known = registry.get(key);
  if (known !== undefined) {
    checkType(href, known.format, type);
    return known;
  }
  const { format, source } = load(href, hint, attributes);
  checkFormat(href, format, type);
  return addJob(key, href, format, makeModule(href, format, source, isMain), isMain);
}

function addJob(key, href, format, module, isMain) {
  const detected = format === 'module' && href.startsWith('file:') && formatOfOrUndefined(href) === 'detect';
  const job = new Job(href, format, module, isMain, detected);
  registry.set(key, job);
  jobOf.set(module, job);
  return job;
}

function formatOfOrUndefined(href) {
  try {
    return formatOf(href);
  } catch {
    return undefined;
  }
}

const resolutions = new Map();     // importing module's URL -> Map of specifier -> URL: an import means the same for ever

function resolveOnce(specifier, parentHref) {
  let ofParent = resolutions.get(parentHref);
  if (ofParent === undefined) resolutions.set(parentHref, ofParent = new Map());
  let url = ofParent.get(specifier);
  if (url === undefined) ofParent.set(specifier, url = defaultResolve(specifier, parentHref));
  return url;
}

function resolve(specifier, parentHref, attributes, isMain, conditions = undefined) {
  const hooks = cjs.activeHooks();
  if (hooks !== null) return hooks.resolve(specifier, parentHref, attributes, isMain);
  if (conditions !== undefined || isMain) return { url: defaultResolve(specifier, parentHref, conditions, isMain), format: undefined };
  return { url: resolveOnce(specifier, parentHref), format: undefined };
}

function getJobFor(specifier, parentHref, attributes, isMain = false) {
  const { url, format } = resolve(specifier, parentHref, attributes, isMain);
  return getJob(url, attributes, isMain, format);
}

// --- loading through registered hooks, step by step ---

let registered;                    // module/registered_hooks

/** Whether import goes through asynchronous hooks. */
function isHooked() {
  return registered !== undefined && registered.isActive();
}

function defaultResolution(specifier, { parentURL, importAttributes, conditions }, isMain) {
  const { url, format } = resolve(specifier, parentURL, importAttributes, isMain, new Set(conditions));
  return { url, format: format ?? formatHint(url) };
}

function formatHint(href) {
  const format = formatOfOrUndefined(href);
  return format === undefined || format.startsWith('detect') ? null : format;
}

function defaultSource(href, { format, importAttributes }) {
  const loaded = load(href, format ?? undefined, importAttributes);
  checkFormat(href, loaded.format, importAttributes.type);
  // Of CommonJS the hooks get no text: require() will read it.
  return { format: loaded.format, source: loaded.format === 'commonjs' ? null : loaded.source ?? null };
}

function textOf(source) {
  if (typeof source === 'string') return source;
  if (!ArrayBuffer.isView(source) && !(source instanceof ArrayBuffer) && !(source instanceof SharedArrayBuffer)) {
    const { ERR_INVALID_RETURN_PROPERTY_VALUE } = require('errors');
    throw new ERR_INVALID_RETURN_PROPERTY_VALUE('string, array buffer, or typed array', 'load', 'source', source);
  }
  const { TextDecoder } = require('util');
  return new TextDecoder().decode(source);
}

function makeHooked(href, { format, source }, isMain) {
  if (format === 'commonjs' && source == null) {
    return makeModule(href, format, href.startsWith('file:') ? defaultLoad(href, format).source : '', isMain);
  }
  if (format === 'builtin' || format === 'wasm') return makeModule(href, format, source, isMain);
  if (format === 'commonjs') return require('module/esm/commonjs').makeCommonJS(href, textOf(source), isMain, true);
  return makeModule(href, format, textOf(source), isMain);
}

async function getHookedJob(specifier, parentURL, attributes, isMain = false, top = undefined) {
  const { importConditions } = require('module/package_targets');
  const conditions = [...importConditions()];
  const resolved = await registered.resolve(specifier, { conditions, importAttributes: { ...attributes }, parentURL },
    (nextSpecifier, context) => defaultResolution(nextSpecifier, context, isMain), top);
  const href = resolved.url;
  const importAttributes = resolved.importAttributes ?? attributes;
  const key = importAttributes.type === 'json' ? `${href} json` : href;
  if (registry.has(key)) return registry.get(key);
  checkAttributeKeys(href, importAttributes);
  const loaded = await registered.load(href, { conditions, format: resolved.format, importAttributes }, defaultSource, top);
  // Somebody else may have loaded it meanwhile.
  if (registry.has(key)) return registry.get(key);
  return addJob(key, href, loaded.format, makeHooked(href, loaded, isMain), isMain);
}

async function linkHookedOne(job, seen, top = undefined) {
  if (seen.has(job)) return;
  seen.add(job);
  if (job.dependencies === undefined) {
    const dependencies = await Promise.all(job.requests.map(({ specifier, attributes }) =>
      getHookedJob(specifier, job.href, attributes, false, top)));
    if (job.dependencies === undefined) {
      job.dependencies = dependencies;
      job.module.link(dependencies.map((dependency) => dependency.module));
    }
  }
  await Promise.all(job.dependencies.map((dependency) => linkHookedOne(dependency, seen, top)));
}

async function importHooked(specifier, parentURL, attributes, isMain = false) {
  const job = await getHookedJob(specifier, parentURL, attributes, isMain);
  if (isMain) mainJob = job;
  await linkHookedOne(job, new Set());
  prepare(job);
  return evaluate(job);
}

/** Starts loading a module of hooks, through the hooks up to `top` (-1: there are none): {namespace(), evaluated}. */
function loadHookModule(specifier, parentURL, top) {
  registered ??= require('module/registered_hooks');
  if (top < 0) {
    const job = getJobFor(specifier, parentURL, {});
    prepare(job);
    return { namespace: () => job.module.namespace, evaluated: evaluate(job) };
  }
  let namespace;
  const evaluated = (async () => {
    const job = await getHookedJob(specifier, parentURL, {}, false, top);
    await linkHookedOne(job, new Set(), top);
    prepare(job);
    namespace = await evaluate(job);
  })();
  return { namespace: () => namespace, evaluated };
}

// --- linking ---------------------------------------------------------------------------------------------------------

/** Loads what `root` needs, directly or not. `inRequire`: on behalf of a require(), which must not run into itself. */
function link(root, inRequire) {
  const before = new Set(registry.keys());
  const waiting = [root];
  try {
    while (waiting.length > 0) {
      const job = waiting.pop();
      if (job.dependencies === undefined) linkOne(job, inRequire, waiting);
    }
  } catch (error) {
    // Whatever was loaded for this graph only is loaded anew next time, when what was missing may be there.
    for (const [key, job] of registry) {
      if (!before.has(key) || job === root) registry.delete(key);
    }
    throw error;
  }
}

function linkOne(job, inRequire, waiting) {
  const dependencies = [];
  for (const { specifier, attributes } of job.requests) {
    const dependency = getJobFor(specifier, job.href, attributes);
    if (inRequire) {
      if (dependency.format === 'commonjs') checkCommonJSCycle(dependency, specifier, job);
      else checkModuleCycle(dependency, specifier, job);
    }
    dependencies.push(dependency);
  }
  if (job.dependencies !== undefined) return;
  job.dependencies = dependencies;
  job.module.link(dependencies.map((dependency) => dependency.module));
  for (let i = dependencies.length - 1; i >= 0; i--) {
    if (dependencies[i].dependencies === undefined) waiting.push(dependencies[i]);
  }
}

function checkCommonJSCycle(dependency, specifier, importer) {
  if (!dependency.href.startsWith('file:')) return;
  const running = Module._cache[pathOfHref(dependency.href)];
  if (running === undefined || running.loaded !== false) return;
  const { ERR_REQUIRE_CYCLE_MODULE } = require('errors');
  throw new ERR_REQUIRE_CYCLE_MODULE(`Cannot import CommonJS Module ${specifier} in a cycle. (from ${shownName(importer.href)})`);
}

// A module in the middle of its evaluation cannot be evaluated for one that is required.
function checkModuleCycle(dependency, specifier, importer) {
  if (dependency.module.status !== EVALUATING) return;
  const { ERR_REQUIRE_CYCLE_MODULE } = require('errors');
  throw new ERR_REQUIRE_CYCLE_MODULE(`Cannot import Module ${specifier} in a cycle. (from ${shownName(importer.href)})`);
}

// Whether in the graph below `root`, the module that the error points at imports a CommonJS module by `specifier`.
function importsCommonJS(root, specifier, error) {
  const place = error.stack.split('\n', 1)[0];
  const seen = new Set([root]);
  for (const job of seen) {
    for (let i = 0; i < job.requests.length; i++) {
      const dependency = job.dependencies?.[i];
      if (dependency === undefined) continue;
      if (place.startsWith(`${job.href}:`) && job.requests[i].specifier === specifier) return dependency.format === 'commonjs';
      seen.add(dependency);
    }
  }
  return false;
}

function prepare(job, inRequire = false) {
  link(job, inRequire);
  try {
    job.module.instantiate();
  } catch (error) {
    explainMissingName(error, (specifier) => importsCommonJS(job, specifier, error));
    throw error;
  }
}

// --- import() --------------------------------------------------------------------------------------------------------

function explain(error, job) {
  if (job.format === 'module') explainCommonJSName(error, job.href, job.module.hasTopLevelAwait, job.detected);
}

async function evaluate(job) {
  try {
    await job.module.evaluate();
  } catch (error) {
    explain(error, job);
    throw error;
  }
  return job.module.namespace;
}

/** What import(specifier) in the module at `parentHref` promises. */
function importModule(specifier, parentHref, attributes = {}) {
  const tracing = cjs.importTracing();
  if (tracing === null) return importAfterCall(specifier, parentHref, attributes);
  const message = { __proto__: null, parentURL: parentHref, url: specifier };
  return tracing.tracePromise(importAfterCall, message, undefined, specifier, parentHref, attributes);
}

async function importAfterCall(specifier, parentHref, attributes) {
  // Never runs anything before import() has returned its promise.
  await undefined;
  if (isHooked()) {
    await registered.messagesArrived();
    return importHooked(specifier, parentHref, attributes);
  }
  const job = getJobFor(specifier, parentHref, attributes);
  prepare(job);
  return evaluate(job);
}

// The URL that stands for a script by its resource name: a URL, a path, or else the working directory.
function referrerHref(name) {
  if (typeof name === 'string') {
    if (name.startsWith('file:') || name.startsWith('data:')) return name;
    if (name.startsWith('/')) return hrefOfPath(name);
    const { URL } = require('url');
    if (URL.canParse(name) && !name.startsWith('node:')) return name;
  }
  return hrefOfPath(`${process.cwd()}/`);
}

// --- require() of ES modules -----------------------------------------------------------------------------------------

function cycleError(filename, parent, reason) {
  const { ERR_REQUIRE_CYCLE_MODULE } = require('errors');
  const from = parent?.filename ? ` (from ${parent.filename})` : '';
  return new ERR_REQUIRE_CYCLE_MODULE(`Cannot require() ES Module ${filename} in a cycle.${from}${reason}`);
}

const CYCLE_REASON = ' A cycle involving require(esm) is not allowed to maintain invariants mandated by the ECMAScript ' +
  'specification. Try making at least part of the dependency in the graph lazily loaded.';

/** The error of requiring an ES module while a require() of it runs. */
function requireCycle(module) {
  return cycleError(module.filename, cjs.parentOf(module), '');
}

function evaluateForRequire(job, filename, parent) {
  const { module } = job;
  if (module.status === EVALUATING) throw cycleError(filename, parent, CYCLE_REASON);
  if (module.status === ERRORED) throw module.error;
  prepare(job, true);
  if (module.isGraphAsync) {
    const { ERR_REQUIRE_ASYNC_MODULE } = require('errors');
    throw new ERR_REQUIRE_ASYNC_MODULE(filename, parent?.filename);
  }
  try {
    module.evaluateSync();
  } catch (error) {
    explain(error, job);
    throw error;
  }
}

const FACADE = "export * from 'original'; export { default } from 'original'; export const __esModule = true;";

// A namespace as require() gives it: transpiled code looks for __esModule beside a default export.
function namespaceForRequire(job) {
  const { namespace } = job.module;
  if (Object.hasOwn(namespace, 'module.exports')) return namespace['module.exports'];
  if (!Object.hasOwn(namespace, 'default') || Object.hasOwn(namespace, '__esModule')) return namespace;
  const facade = native.compile(FACADE, `${job.href} for require()`);
  facade.link(facade.requests.map(() => job.module));
  facade.instantiate();
  facade.evaluateSync();
  return facade.namespace;
}

function requireDisabled() {
  return require('options').getOption('--experimental-require-module') === false;
}

function requireRefused(filename, parent, source) {
  const { hasModuleSyntax } = binding('module');
  const packages = require('module/package_json');
  const { ERR_REQUIRE_ESM } = require('errors');
  const pkg = filename.endsWith('.js') ? packages.scopeOf(filename) : undefined;
  return new ERR_REQUIRE_ESM(filename, hasModuleSyntax(source, filename), parent?.filename ?? null, pkg?.path ?? null);
}

function traceRequire(filename, from) {
  const wanted = require('options').getOption('--trace-require-module');
  if (!wanted || (wanted === 'no-node-modules' && from?.includes('/node_modules/'))) return;
  process.emitWarning(`CommonJS module ${from} is loading ES Module ${filename} using require().\nSupport for loading ES ` +
    'Module in require() is an experimental feature and might change at any time', 'ExperimentalWarning');
}

/**
 * Runs `source`, which is an ES module, for the CommonJS `module` that was made for its file, and sets module.exports.
 * `format` is undefined when only the syntax told.
 */
function runForRequire(module, filename, source, format) {
  const href = filename.startsWith('/') ? hrefOfPath(filename) : referrerHref(filename);
  const parent = cjs.parentOf(module);
  if (module === process.mainModule) {
    process.mainModule = undefined;
    if (format === undefined) warnTypeless(href);
    runMain(href, { format: 'module', source });
    return;
  }
  if (requireDisabled()) throw requireRefused(filename, parent, source);
  traceRequire(filename, parent?.filename);
  let job = registry.get(href);
  if (job === undefined) {
    if (format === undefined && filename.startsWith('/')) warnTypeless(href);
    job = addJob(href, href, 'module', compileModule(href, source), false);
  }
  cjs.markESM(module, true);
  try {
    evaluateForRequire(job, filename, parent);
  } finally {
    cjs.markESM(module, false);
  }
  job.forRequire ??= { exports: namespaceForRequire(job) };
  module.exports = job.forRequire.exports;
}

// --- the program -----------------------------------------------------------------------------------------------------

let mainJob;

let unsettled = 0;                 // parts of the program that still await something

// At a natural end: whether the main module ran to its end. Asked more than once, told once.
function isSettled() {
  if (unsettled === 0) return true;
  if (mainJob !== undefined && require('options').getOption('--warnings') !== false) {
    for (const text of mainJob.module.stalled) process._rawDebug(text);
  }
  mainJob = undefined;
  process.exitCode = 13;
  return false;
}

/** Runs `work`, an async function, as the program: an error of it is the process's uncaught error. */
async function runAsProgram(work) {
  require('lifecycle').setMainModuleCheck(isSettled);
  unsettled++;
  try {
    await work();
    unsettled--;
  } catch (error) {
    unsettled--;
    require('uncaught').onUnhandledReason(error);
  }
}

function registerLoaders(base) {
  const loaders = require('options').getOption('--experimental-loader');
  if (loaders.length === 0) return;
  const shown = loaders.map((loader) => `register(${JSON.stringify(loader)}, pathToFileURL("./"))`).join('; ');
  process.emitWarning('`--experimental-loader` may be removed in the future; instead use `register()`:\n' +
    `--import 'data:text/javascript,import { register } from "node:module"; import { pathToFileURL } from "node:url"; ${shown};'`,
  'ExperimentalWarning');
  for (const loader of loaders) require('module/registered_hooks').register(loader, base);
}

async function importPreloads() {
  const preloads = require('options').getOption('--import');
  const base = hrefOfPath(`${process.cwd()}/`);
  registerLoaders(base);
  for (const specifier of preloads) {
    if (isHooked()) {
      await importHooked(specifier, base, {});
      continue;
    }
    const job = getJobFor(specifier, base, {});
    prepare(job);
    await evaluate(job);
  }
}

/**
 * Runs the module at `href` as the program's main module. `loaded`: its {format, source} when already read; `base`: the
 * URL that it was named relative to, for messages.
 */
function runMain(href, loaded = undefined, base = undefined) {
  return runAsProgram(async () => {
    if (loaded === undefined) await importPreloads();
    if (loaded === undefined && isHooked()) return void await importHooked(href, base, {}, true);
    mainJob = loaded === undefined ? getJobFor(href, base, {}, true) :
      addJob(href, href, loaded.format, makeModule(href, loaded.format, loaded.source, true), true);
    prepare(mainJob);
    await evaluate(mainJob);
  });
}

/** Runs `source`, an ES module given on the command line or on standard input, under the name `href`. */
function runSource(source, href) {
  return runAsProgram(async () => {
    await importPreloads();
    mainJob = addJob(href, href, 'module', compileModule(href, source), false);
    if (isHooked()) await linkHookedOne(mainJob, new Set());
    prepare(mainJob);
    await evaluate(mainJob);
  });
}

/** What import.meta.resolve(specifier) gives in the module at `href`. */
function resolveForMeta(specifier, href) {
  try {
    return resolve(specifier, href, {}, false).url;
  } catch (error) {
    // It resolves, though nothing is there.
    if (error?.code === 'ERR_UNSUPPORTED_DIR_IMPORT' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      if (error.url) return error.url;
    }
    throw error;
  }
}

function initializeMeta(meta, module) {
  // A module of vm's brings its own.
  if (module.initializeMeta !== undefined) return module.initializeMeta(meta);
  const job = jobOf.get(module);
  require('module/esm/meta').initialize(meta, job?.href ?? '', job?.isMain === true);
}

// `owner`: undefined for code that this loader loads, null for code without a way to import, else the symbol by which
// vm knows the code.
function importFromNative(owner, referrer, specifier, attributes) {
  if (owner === undefined) return importModule(specifier, referrerHref(referrer), attributes);
  return require('vm/dynamic_import').importFor(owner, referrer, specifier, attributes);
}

module.exports = {
  importFromNative,
  importModule,
  importPreloads,
  initializeMeta,
  loadHookModule,
  requireCycle,
  resolveForMeta,
  runForRequire,
  runMain,
  runSource,
  runAsProgram,
  registry,
};
