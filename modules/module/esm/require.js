'use strict';
// require() of ES modules: loaded, linked and evaluated before require() returns.

const native = binding('esm');
const process = require('process_object');
const cycles = require('module/cycles');
const { parentOf } = require('module/commonjs');
const { addJob, compileModule, explain, prepare, registry, runLoaded } = require('module/esm/loader');
const { warnTypeless } = require('module/esm/source');
const { hrefOfPath } = require('module/esm/urls');

const EVALUATING = 3;
const ERRORED = 5;

function cycleError(filename, parent, reason) {
  const { ERR_REQUIRE_CYCLE_MODULE } = require('errors');
  const from = parent?.filename ? ` (from ${parent.filename})` : '';
  return new ERR_REQUIRE_CYCLE_MODULE(`Cannot require() ES Module ${filename} in a cycle.${from}${reason}`);
}

const CYCLE_REASON = ' A cycle involving require(esm) is not allowed to maintain invariants mandated by the ECMAScript ' +
  'specification. Try making at least part of the dependency in the graph lazily loaded.';

/** The error of requiring an ES module while a require() of it runs. */
function requireCycle(module) {
  return cycleError(module.filename, parentOf(module), '');
}

function evaluateForRequire(job, filename, parent) {
  const { module } = job;
  if (module.status === EVALUATING) throw cycleError(filename, parent, CYCLE_REASON);
  if (module.status === ERRORED) throw module.error;
  prepare(job, true);
  if (module.isGraphAsync) {
    if (require('options').getOption('--experimental-print-required-tla')) printAwaits(module);
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

// Where the graph awaits at top level, which is known once it has run up to there.
function printAwaits(module) {
  module.evaluate().catch(() => {}); // nobody gets what it comes to
  for (const text of module.stalled) {
    process._rawDebug(text.replace(/^Warning: Detected unsettled/, 'Error: unexpected'));
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

/** Throws ERR_REQUIRE_ESM where require() of ES modules is turned off, unless the module is the program. */
function checkAllowed(module, filename, source) {
  if (module !== process.mainModule && requireDisabled()) throw requireRefused(filename, parentOf(module), source);
}

function traceRequire(filename, from) {
  const wanted = require('options').getOption('--trace-require-module');
  if (!wanted || (wanted === 'no-node-modules' && from?.includes('/node_modules/'))) return;
  process.emitWarning(`CommonJS module ${from} is loading ES Module ${filename} using require().\nSupport for loading ES ` +
    'Module in require() is an experimental feature and might change at any time', 'ExperimentalWarning');
}

function hrefOf(filename) {
  return filename.startsWith('/') ? hrefOfPath(filename) : require('url').pathToFileURL(filename).href;
}

/**
 * Runs `source`, which is an ES module, for the CommonJS `module` that was made for its file, and sets module.exports.
 * `format` is undefined when only the syntax decided.
 */
function runForRequire(module, filename, source, format) {
  const href = hrefOf(filename);
  const parent = parentOf(module);
  if (module === process.mainModule) {
    process.mainModule = undefined;
    if (format === undefined) warnTypeless(href);
    runLoaded(href, source);
    return;
  }
  checkAllowed(module, filename, source);
  traceRequire(filename, parent?.filename);
  let job = registry.get(href);
  if (job === undefined) {
    job = addJob(href, href, 'module', compileModule(href, source), false);
  }
  cycles.whileEvaluating(module, () => evaluateForRequire(job, filename, parent));
  job.forRequire ??= { exports: namespaceForRequire(job) };
  module.exports = job.forRequire.exports;
}

/** What a module that is required through hooks exports, as runForRequire. */
function requireJob(job) {
  evaluateForRequire(job, job.href, undefined);
  job.forRequire ??= { exports: namespaceForRequire(job) };
  return job.forRequire.exports;
}

module.exports = { checkAllowed, requireJob, requireCycle, runForRequire };
