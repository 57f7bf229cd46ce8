'use strict';
// The ES module loader. A graph is loaded in one go, depth first and synchronously (the files are small, and a trip to the
// thread pool for each costs more than reading it); then it is linked, instantiated and evaluated, which may take time.
// A Job is one module of the registry: a URL with the type its importers ask for.

const native = binding('esm');
const { state, TICKS_PENDING } = binding('state');
const process = require('process_object');
const { Module } = require('module/commonjs');
const { keepSourceMap } = require('module/compile');
const { loader } = require('module/state');
const { resolve: defaultResolve } = require('module/esm/resolve');
const { load: defaultLoad, formatOf, textOf } = require('module/esm/source');
const { hrefOfPath, pathOfHref, shownName } = require('module/esm/urls');
const { explainCommonJSName, explainMissingName } = require('module/esm/explain');

const EVALUATING = 3;

const registry = new Map();        // URL, with ' json' after it for the type json -> Job
const jobOf = new WeakMap();       // native module -> Job, for import.meta

class Job {
  // Fields, so that no setter of these names on Object.prototype is called.
  href;
  format;
  module;
  isMain;
  detected;
  requests;

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
  const cache = loader.compileCache;
  const cached = cache !== null && href.startsWith('file:') ? cache.find('ESM', href, source) : undefined;
  const module = native.compile(source, href, cached);
  if (cached !== undefined) cache.keep(cached, module);
  keepSourceMap(href, source, () => module.sourceMappingURL);
  return module;
}

function withoutTypes(href, source) {
  return require('module/typescript').strip(textOf(source), href);
}

function bytesOf(source) {
  if (typeof source !== 'string' && source !== null && typeof source === 'object') return source;
  const { ERR_INVALID_RETURN_PROPERTY_VALUE } = require('errors');
  throw new ERR_INVALID_RETURN_PROPERTY_VALUE('array buffer, or typed array', 'load', 'source', source);
}

/** The native module of what was loaded: {format, source}, and `run` where CommonJS runs in a way of its own. */
function makeModule(href, { format, source, run }, isMain) {
  switch (format) {
    case 'module': return compileModule(href, textOf(source));
    case 'module-typescript': return compileModule(href, withoutTypes(href, source));
    case 'commonjs': return require('module/esm/commonjs_module').makeCommonJS(href, textOf(source), isMain, run);
    case 'commonjs-typescript': {
      const code = withoutTypes(href, source);
      return require('module/esm/commonjs_module').makeCommonJS(href, code, isMain, run);
    }
    case 'addon':
      require('warnings').emitExperimentalWarning('Importing addons');
      return require('module/esm/commonjs_module').makeCommonJS(href, undefined, isMain, run);
    case 'builtin': return require('module/esm/builtins').makeBuiltin(href);
    case 'json': return makeJSON(href, textOf(source));
    case 'wasm': return require('module/esm/wasm').makeWasm(href, bytesOf(source));
  }
  const { ERR_UNKNOWN_MODULE_FORMAT } = require('errors');
  throw new ERR_UNKNOWN_MODULE_FORMAT(format, href);
}

// The registry's name for a URL that is imported with a type.
function keyOf(href, { type }) {
  return type === undefined ? href : `${href} ${type}`;
}

/** {format, source, run} of a URL: of hooks, where there are any. */
function load(href, hint, attributes) {
  if (loader.hooks === null && loader.thread === null) return defaultLoad(href, hint, attributes);
  return require('module/esm/hooked').load(href, hint, attributes);
}

// The Job of what a test has put in the place of a module; undefined for any other module.
function mocked(href, attributes) {
  const mock = loader.mocks?.find(href);
  if (mock === undefined) return undefined;
  if (mock.job !== undefined) return mock.job;
  const { href: ownHref, module } = mock.makeModule(attributes);
  const job = addJob(ownHref, ownHref, mock.isCommonJS ? 'commonjs' : 'json', module, false);
  if (mock.isCached) mock.job = job;
  return job;
}

// The registry's Job for a URL, made when it is not there yet; `hint`: its format, where resolving has found it.
function getJob(href, attributes, isMain, hint) {
  const key = keyOf(href, attributes);
  const known = mocked(href, attributes) ?? registry.get(key);
  if (known !== undefined) return known;
  const loaded = load(href, hint, attributes);
  return addJob(key, href, loaded.format, makeModule(href, loaded, isMain), isMain);
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

const resolutions = new Map();     // importing module's URL -> Map of specifier -> URL: an import always means the same

function resolveOnce(specifier, parentHref) {
  let ofParent = resolutions.get(parentHref);
  if (ofParent === undefined) resolutions.set(parentHref, ofParent = new Map());
  let url = ofParent.get(specifier);
  if (url === undefined) ofParent.set(specifier, url = defaultResolve(specifier, parentHref));
  return url;
}

/** {url, format, importAttributes} of an import: of hooks, where there are any. */
function resolve(specifier, parentHref, attributes, isMain) {
  if (loader.hooks !== null || loader.thread !== null) {
    return require('module/esm/hooked').resolve(specifier, parentHref, attributes, isMain);
  }
  if (isMain) return { url: defaultResolve(specifier, parentHref, undefined, true), format: undefined };
  return { url: resolveOnce(specifier, parentHref), format: undefined };
}

function getJobFor(specifier, parentHref, attributes, isMain = false) {
  const { url, format, importAttributes } = resolve(specifier, parentHref, attributes, isMain);
  return getJob(url, importAttributes ?? attributes, isMain, format);
}

/** Whether import waits for hooks in a thread of their own. Where there are synchronous hooks, too, it goes through those. */
function isAsynchronous() {
  return loader.thread !== null && loader.hooks === null;
}

const loading = new Map();         // as registry, of modules that hooks are loading -> promise of a Job

async function getJobLater(specifier, parentHref, attributes, isMain = false) {
  const { thread } = loader;
  const { url, format, importAttributes = attributes } = await thread.resolve(specifier, parentHref, attributes, isMain);
  const key = keyOf(url, importAttributes);
  const known = mocked(url, importAttributes) ?? registry.get(key) ?? loading.get(key);
  if (known !== undefined) return known;
  const promise = loadLater(key, url, format, importAttributes, isMain);
  loading.set(key, promise);
  try {
    return await promise;
  } finally {
    loading.delete(key);
  }
}

async function loadLater(key, url, format, attributes, isMain) {
  const { thread } = loader;
  const loaded = await thread.load(url, format, attributes);
  // A require() may have loaded it meanwhile.
  return registry.get(key) ?? addJob(key, url, loaded.format, makeModule(url, loaded, isMain), isMain);
}

async function linkLater(job, seen) {
  if (seen.has(job)) return;
  seen.add(job);
  if (job.dependencies === undefined) {
    const dependencies = await Promise.all(job.requests.map(async ({ specifier, attributes, phase }) => {
      const dependency = await getJobLater(specifier, job.href, attributes);
      if (phase === 'source') dependency.module.identifier ??= dependency.href;
      return dependency;
    }));
    if (job.dependencies === undefined) {
      job.dependencies = dependencies;
      job.module.link(dependencies.map((dependency) => dependency.module));
    }
  }
  const needed = job.dependencies.filter((_, i) => job.requests[i].phase !== 'source');
  await Promise.all(needed.map((dependency) => linkLater(dependency, seen)));
}

async function importLater(specifier, parentHref, attributes, isMain = false) {
  const job = await getJobLater(specifier, parentHref, attributes, isMain);
  if (isMain) mainJob = job;
  await linkLater(job, new Set());
  prepare(job);
  return evaluate(job);
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
  for (const { specifier, attributes, phase } of job.requests) {
    const dependency = getJobFor(specifier, job.href, attributes);
    if (phase === 'source') dependency.module.identifier ??= dependency.href; // for V8's question, and its error
    else if (inRequire) {
      if (dependency.format === 'commonjs') checkCommonJSCycle(dependency, specifier, job);
      else checkModuleCycle(dependency, specifier, job);
    }
    dependencies.push(dependency);
  }
  if (job.dependencies !== undefined) return;
  job.dependencies = dependencies;
  job.module.link(dependencies.map((dependency) => dependency.module));
  for (let i = dependencies.length - 1; i >= 0; i--) {
    const isNeeded = job.requests[i].phase !== 'source'; // whose source is wanted is not run
    if (isNeeded && dependencies[i].dependencies === undefined) waiting.push(dependencies[i]);
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
    if (loader.pauseOnStart !== null && job === mainJob && job.format.startsWith('module')) {
      await loader.takePause()(job.module.evaluate, job.module);
    } else {
      await job.module.evaluate();
    }
  } catch (error) {
    explain(error, job);
    throw error;
  }
  return job.module.namespace;
}

// What `import source` gives for a module.
function sourceOf(job) {
  const { source } = job.module;
  if (source !== undefined) return source;
  const { ERR_SOURCE_PHASE_NOT_DEFINED } = require('errors');
  throw new ERR_SOURCE_PHASE_NOT_DEFINED(job.href);
}

/** What import(specifier), or with `isSource` import.source(specifier), in the module at `parentHref` promises. */
function importModule(specifier, parentHref, attributes = {}, isSource = false) {
  const tracing = loader.importTracing;
  if (tracing === null) return importAfterCall(specifier, parentHref, attributes, isSource);
  const message = { __proto__: null, parentURL: parentHref, url: specifier };
  return tracing.tracePromise(importAfterCall, message, undefined, specifier, parentHref, attributes, isSource);
}

async function importAfterCall(specifier, parentHref, attributes, isSource) {
  // Never runs anything before import() has returned its promise.
  await undefined;
  if (isSource) {
    return sourceOf(isAsynchronous() ? await getJobLater(specifier, parentHref, attributes) :
      getJobFor(specifier, parentHref, attributes));
  }
  if (isAsynchronous()) return importLater(specifier, parentHref, attributes);
  const job = getJobFor(specifier, parentHref, attributes);
  prepare(job);
  return evaluate(job);
}

// The resource names of scripts that are in no file: they count as files of the working directory.
const NAMES_WITHOUT_FILE = new Set(['[eval]', '[stdin]', '[worker eval]']);

// The URL that stands for a script by its resource name: a URL, a path, or else the working directory.
function referrerHref(name) {
  if (typeof name === 'string') {
    if (name.startsWith('file:') || name.startsWith('data:')) return name;
    if (name.startsWith('/')) return hrefOfPath(name);
    const { URL } = require('url');
    if (URL.canParse(name) && !name.startsWith('node:')) return name;
  }
  return hrefOfPath(`${process.cwd()}/${NAMES_WITHOUT_FILE.has(name) ? name : ''}`);
}

// --- the program -----------------------------------------------------------------------------------------------------

let mainJob;

let unsettled = 0;                 // parts of the program that still await something

// At a natural end: whether the main module ran to its end. Asked more than once, answered once.
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
  const shown = loaders.map((name) => `register(${JSON.stringify(name)}, pathToFileURL("./"))`).join('; ');
  process.emitWarning('`--experimental-loader` may be removed in the future; instead use `register()`:\n' +
    `--import 'data:text/javascript,import { register } from "node:module"; import { pathToFileURL } from "node:url"; ${shown};'`,
  'ExperimentalWarning');
  for (const name of loaders) require('module/hooks_thread').register(name, base);
}

// Imports before everything else of the program: --experimental-loader, --import.
async function importPreloads() {
  const preloads = require('options').getOption('--import');
  const base = hrefOfPath(`${process.cwd()}/`);
  registerLoaders(base);
  for (const specifier of preloads) await importNow(specifier, base, {}, false);
}

async function importNow(specifier, base, attributes, isMain) {
  if (isAsynchronous()) return importLater(specifier, base, attributes, isMain);
  const job = getJobFor(specifier, base, attributes, isMain);
  if (isMain) mainJob = job;
  prepare(job);
  if (isMain && state[TICKS_PENDING] !== 0) await ticksRun();
  return evaluate(job);
}

// What preloads and loading have queued, warnings of this program's files above all, comes before the program runs.
function ticksRun() {
  const { nextTick } = require('ticks');
  return new Promise((resolve) => { nextTick(resolve); });
}

/** Runs the module at `href`, which was named relative to the URL `base`, as the program's main module. */
function runMain(href, base = undefined) {
  return runAsProgram(async () => {
    await importPreloads();
    await importNow(href, base, {}, true);
  });
}

/** Runs `source`, the ES module at `href`, as the program's main module: what it imports may be loaded by hooks. */
function runLoaded(href, source) {
  return runAsProgram(async () => {
    mainJob = addJob(href, href, 'module', compileModule(href, source), true);
    if (isAsynchronous()) await linkLater(mainJob, new Set());
    prepare(mainJob);
    await evaluate(mainJob);
  });
}

/**
 * Runs `source`, an ES module given on the command line or on standard input, under the name `href`. `isMain`: what
 * import.meta.main says there.
 */
function runSource(source, href, isMain) {
  loader.pauseOnStart = null; // on Node neither
  return runAsProgram(async () => {
    await importPreloads();
    mainJob = addJob(href, href, 'module', compileModule(href, source), isMain);
    if (isAsynchronous()) await linkLater(mainJob, new Set());
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
// vm knows the code. `isSource`: of import.source().
function importFromNative(owner, referrer, specifier, attributes, isSource = false) {
  if (owner === undefined) return importModule(specifier, referrerHref(referrer), attributes, isSource);
  return require('vm/dynamic_import').importFor(owner, referrer, specifier, attributes, isSource);
}

module.exports = {
  addJob,
  compileModule,
  evaluate,
  explain,
  getJob,
  getJobFor,
  getJobLater,
  importFromNative,
  importModule,
  importPreloads,
  initializeMeta,
  linkLater,
  prepare,
  registry,
  resolveForMeta,
  runAsProgram,
  runLoaded,
  runMain,
  runSource,
};
