'use strict';
// The thread of the hooks that module.register() has registered: a chain of them, the last registered first, that ends in
// the loader itself. Modules of hooks are themselves loaded through the hooks registered before them.
//
// See hooks_thread.js for the requests that come in.

const process = require('process_object');
const { loader } = require('module/state');

const ANSWERS = 0;
const EXIT_CODE = 1;

const chain = [];                  // {specifier, resolve, load}, in the order of registration

function badReturn(expected, hook, property, value) {
  const { ERR_INVALID_RETURN_PROPERTY_VALUE } = require('errors');
  return new ERR_INVALID_RETURN_PROPERTY_VALUE(expected, hook, property, value);
}

function nameOfNext(name) {
  return name === 'load' ? 'nextLoad' : 'nextResolve';
}

function named(name, fn) {
  return Object.defineProperty(fn, 'name', { __proto__: null, value: name, configurable: true });
}

// --- The chain. ---

// The arguments of nextResolve() and nextLoad(), which the hook below gets.
function checkNext(name, index, subject, context) {
  let below = index;
  while (below >= 0 && typeof chain[below][name] !== 'function') below--;
  const owner = below >= 0 ? chain[below].specifier : `node:internal/modules/esm/${name}`;
  const next = `${owner} '${name}' hook's ${nameOfNext(name)}()`;
  const { validateObject, validateString } = require('validators');
  if (name === 'resolve') validateString(subject, `${next} specifier`);
  else checkURL(subject, `${next} url`);
  if (context) validateObject(context, `${next} context`);
}

function checkURL(url, name) {
  const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require('errors');
  if (typeof url !== 'string') throw new ERR_INVALID_ARG_TYPE(name, 'a URL string', url);
  if (!require('url').URL.canParse(url)) throw new ERR_INVALID_ARG_VALUE(name, url, 'should be a URL string');
}

// importAttributes was importAssertions once: hooks may still say so, and get a warning.
function warnOfOldName() {
  process.emitWarning('Use `importAttributes` instead of `importAssertions`', 'ExperimentalWarning');
}

function withOldName(context) {
  return Object.defineProperty(context, 'importAssertions', {
    __proto__: null,
    configurable: true,
    get() {
      warnOfOldName();
      return this.importAttributes;
    },
    set(value) {
      warnOfOldName();
      this.importAttributes = value;
    },
  });
}

function byNewName(value) {
  if (value === null || typeof value !== 'object') return value;
  if (!Object.prototype.propertyIsEnumerable.call(value, 'importAssertions')) return value; // not withOldName's
  const { importAssertions, ...rest } = value;
  warnOfOldName();
  return { importAttributes: importAssertions, ...rest };
}

function hookName(index, name) {
  return `${chain[index].specifier} '${name}'`;
}

// {result, index}: what the hook at `index` or below answers, and which it was (-1: the loader itself).
async function ask(name, index, subject, context, last) {
  while (index >= 0 && typeof chain[index][name] !== 'function') index--;
  if (index < 0) return last(subject, context);
  let passedOn = false;
  const next = named(nameOfNext(name), async (nextSubject, nextContext) => {
    checkNext(name, index - 1, nextSubject, nextContext);
    passedOn = true;
    return ask(name, index - 1, nextSubject, { ...context, ...byNewName(nextContext) }, last);
  });
  const hook = chain[index][name]; // called without a receiver
  const result = byNewName(await hook(subject, withOldName({ ...context }), next));
  if (result === null || typeof result !== 'object') {
    const { ERR_INVALID_RETURN_VALUE } = require('errors');
    throw new ERR_INVALID_RETURN_VALUE('an object', `${hookName(index, name)} hook's ${nameOfNext(name)}()`, result);
  }
  if (!passedOn && result.shortCircuit !== true) {
    const { ERR_LOADER_CHAIN_INCOMPLETE } = require('errors');
    throw new ERR_LOADER_CHAIN_INCOMPLETE(hookName(index, name));
  }
  return result;
}

// Who is named when a result is wrong.
function topName(name) {
  let top = chain.length - 1;
  while (top >= 0 && typeof chain[top][name] !== 'function') top--;
  return top < 0 ? `node:internal/modules/esm/${name} '${name}'` : hookName(top, name);
}

function checkFormat(format, hook) {
  if (format === undefined || format === null || typeof format === 'string') return;
  throw badReturn('a string', topName(hook), 'format', format);
}

// --- Resolving and loading. ---

async function resolve(specifier, parentURL, importAttributes, isMain) {
  const { resolveByDefault } = require('module/esm/hooked');
  const conditions = [...require('module/package_targets').importConditions()];
  const result = await ask('resolve', chain.length - 1, specifier, { conditions, importAttributes, parentURL },
    (nextSpecifier, context) => shownResolution(resolveByDefault(nextSpecifier, context, isMain)));
  const { url, format, importAttributes: changed } = result;
  if (typeof url !== 'string' || !require('url').URL.canParse(url)) {
    throw badReturn('a URL string', topName('resolve'), 'url', url);
  }
  checkFormat(format, 'resolve');
  if (changed !== undefined && changed !== null && typeof changed !== 'object') {
    throw badReturn('an object', topName('resolve'), 'importAttributes', changed);
  }
  return { url, format, importAttributes: changed ?? undefined };
}

// A URL of a scheme without files is returned without a format.
function shownResolution({ url, format }) {
  return format === undefined && /^(?:node|data):/.test(url) ? { __proto__: null, url } : { __proto__: null, url, format };
}

function loadByDefault(url, { format, importAttributes }) {
  const loaded = require('module/esm/source').load(url, format, importAttributes ?? {}, true, false);
  return { __proto__: null, format: loaded.format, responseURL: url, source: loaded.source };
}

function isSource(source) {
  return source === undefined || source === null || typeof source === 'string' || ArrayBuffer.isView(source) ||
    require('types').isAnyArrayBuffer(source);
}

async function load(url, format, importAttributes) {
  const result = await ask('load', chain.length - 1, url, { format, importAttributes }, loadByDefault);
  checkFormat(result.format, 'load');
  const { responseURL, source } = result;
  if (responseURL !== undefined && (typeof responseURL !== 'string' || !require('url').URL.canParse(responseURL))) {
    throw badReturn('undefined or a fully resolved URL string', topName('load'), 'responseURL', responseURL);
  }
  if (!isSource(source)) throw badReturn('a string, an ArrayBuffer, or a TypedArray', topName('load'), 'source', source);
  return { format: result.format, source };
}

// --- Registering. ---

let warnedOfGlobalPreload = false;

function warnOfGlobalPreload() {
  if (warnedOfGlobalPreload) return;
  warnedOfGlobalPreload = true;
  process.emitWarning('`globalPreload` has been removed; use `initialize` instead.', 'UnsupportedWarning');
}

async function register(specifier, parentURL, data) {
  const { importModule } = require('module/esm/loader');
  // The hooks of hooks: those registered before.
  const hooks = await importModule(specifier, parentURL);
  const { initialize } = hooks;
  if (initialize === undefined && hooks.globalPreload !== undefined) warnOfGlobalPreload();
  chain.push({ specifier, resolve: hooks.resolve, load: hooks.load });
  if (loader.thread === null) loader.thread = ownHooks;
  await initialize?.(data);
}

// What imports in this thread go through, once there is a hook.
const ownHooks = {
  resolve,
  async load(url, format, importAttributes) {
    return require('module/esm/hooked').ofThread(url, await load(url, format, importAttributes));
  },
  resolveSync: cannotWait,
  loadSync: cannotWait,
};

function cannotWait() {
  const { ERR_METHOD_NOT_IMPLEMENTED } = require('errors');
  throw new ERR_METHOD_NOT_IMPLEMENTED('A synchronous request in the thread of the hooks');
}

// --- Requests. ---

const methods = { __proto__: null, resolve, load, register };

/** Answers what comes through `port`; `shared`: see hooks_thread.js. */
function serve({ port, shared }) {
  loader.isHooksThread = true;
  const pending = new Set();
  const answer = (message) => {
    if (!pending.delete(message.id)) return;
    if (pending.size === 0) port.ref();
    port.postMessage(message);
    Atomics.add(shared, ANSWERS, 1);
    Atomics.notify(shared, ANSWERS);
  };
  port.on('message', async ({ id, method, args }) => {
    pending.add(id);
    // While something is asked, what keeps this thread's loop going is what could answer.
    port.unref();
    try {
      answer({ id, value: await methods[method](...args) });
    } catch (error) {
      answer({ id, error: require('worker_threads/error_transfer').describe(error) });
    }
  });
  process.on('beforeExit', () => {
    for (const id of [...pending]) answer({ id, neverSettles: true });
  });
  process.on('exit', (code) => {
    Atomics.store(shared, EXIT_CODE, code + 1);
    Atomics.add(shared, ANSWERS, 1);
    Atomics.notify(shared, ANSWERS);
  });
}

module.exports = { serve };
