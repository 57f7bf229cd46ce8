'use strict';
// module.register(): hook modules whose resolve and load functions may be asynchronous, for import only. They run in the
// thread of the program (Node gives them one of their own); a chain of them ends in the loader itself.

const chain = [];                  // {resolve, load, ready}, in the order of registration

function badReturn(expected, hook, property, value) {
  const { ERR_INVALID_RETURN_PROPERTY_VALUE } = require('errors');
  return new ERR_INVALID_RETURN_PROPERTY_VALUE(expected, hook, property, value);
}

function parentHref(parentURL) {
  if (parentURL === undefined) return 'data:';
  return typeof parentURL === 'string' ? parentURL : parentURL.href;
}

/**
 * Registers the hooks that the module `specifier` exports. `options`: {parentURL, data, transferList}; its initialize(data)
 * is awaited before the hooks are used.
 */
function register(specifier, parentURL = undefined, options = undefined) {
  if (parentURL !== null && typeof parentURL === 'object' && typeof parentURL.href !== 'string') {
    options = parentURL;
    parentURL = options.parentURL;
  }
  const { loadHookModule } = require('module/esm/loader');
  const { namespace, evaluated } = loadHookModule(`${specifier}`, parentHref(parentURL), chain.length - 1);
  const entry = { specifier: `${specifier}`, resolve: undefined, load: undefined, ready: undefined };
  entry.ready = (async () => {
    await evaluated;
    const hooks = namespace();
    entry.resolve = hooks.resolve;
    entry.load = hooks.load;
    await hooks.initialize?.(options?.data);
    entry.ready = undefined;
  })();
  entry.ready.catch(() => {});     // reported to whoever imports next
  chain.push(entry);
}

/** Whether any hooks were registered. */
function isActive() {
  return chain.length > 0;
}

// In Node hooks listen in a thread of their own: what a program posts to them before import() is there before they are
// asked. A whole turn of the loop, from check phase to check phase, brings it here.
async function messagesArrived() {
  const { setImmediate } = require('timers');
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

function named(name, fn) {
  return Object.defineProperty(fn, 'name', { __proto__: null, value: name, configurable: true });
}

// The arguments of nextResolve() and nextLoad(), which the hook below gets.
function checkNext(name, index, subject, context) {
  let below = index;
  while (below >= 0 && typeof chain[below][name] !== 'function') below--;
  const owner = below >= 0 ? chain[below].specifier : `node:internal/modules/esm/${name}`;
  const next = `${owner} '${name}' hook's next${name === 'load' ? 'Load' : 'Resolve'}()`;
  const { validateObject, validateString } = require('validators');
  if (name === 'resolve') validateString(subject, `${next} specifier`);
  else checkURL(subject, `${next} url`);
  if (context !== undefined) validateObject(context, `${next} context`);
}

function checkURL(url, name) {
  const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require('errors');
  if (typeof url !== 'string') throw new ERR_INVALID_ARG_TYPE(name, 'a URL string', url);
  if (!require('url').URL.canParse(url)) throw new ERR_INVALID_ARG_VALUE(name, url, 'should be a URL string');
}

// importAttributes was importAssertions once: hooks may still say so, and are told.
function warnOfOldName() {
  require('process').emitWarning('Use `importAttributes` instead of `importAssertions`', 'ExperimentalWarning');
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

async function ask(name, index, subject, context, last) {
  let i = index;
  for (; i >= 0; i--) {
    if (chain[i].ready !== undefined) await chain[i].ready;
    if (typeof chain[i][name] === 'function') break;
  }
  if (i < 0) return last(subject, context);
  let passedOn = false;
  const next = named(`next${name === 'load' ? 'Load' : 'Resolve'}`, async (...[nextSubject = subject, nextContext]) => {
    passedOn = true;
    checkNext(name, i - 1, nextSubject, nextContext);
    return ask(name, i - 1, nextSubject, { ...context, ...byNewName(nextContext) }, last);
  });
  const result = byNewName(await chain[i][name](subject, withOldName(context), next));
  if (result === null || typeof result !== 'object') {
    const { ERR_INVALID_RETURN_VALUE } = require('errors');
    throw new ERR_INVALID_RETURN_VALUE('an object', `${chain[i].specifier} '${name}' hook's next${name === 'load' ? 'Load' : 'Resolve'}()`, result);
  }
  if (!passedOn && result.shortCircuit !== true) {
    const { ERR_LOADER_CHAIN_INCOMPLETE } = require('errors');
    throw new ERR_LOADER_CHAIN_INCOMPLETE(`${chain[i].specifier} '${name}'`);
  }
  return result;
}

/**
 * {url, format, importAttributes} of an import specifier; `last(specifier, context)` is the loader's own way. `top`: the hooks
 * that are asked first, by default those registered last.
 */
async function resolve(specifier, context, last, top = chain.length - 1) {
  const result = await ask('resolve', top, specifier, context, last);
  if (typeof result.url !== 'string' || !require('url').URL.canParse(result.url)) throw badReturn('a URL string', `${chain[top].specifier} 'resolve'`, 'url', result.url);
  checkFormat(result.format, 'resolve', top);
  return result;
}

function checkFormat(format, hook, top) {
  if (format === undefined || format === null || typeof format === 'string') return;
  throw badReturn('a string', `${chain[top].specifier} '${hook}'`, 'format', format);
}

/** {format, source} of a URL. */
async function load(url, context, last, top = chain.length - 1) {
  const result = await ask('load', top, url, context, last);
  checkFormat(result.format, 'load', top);
  return result;
}

module.exports = { register, isActive, messagesArrived, resolve, load };
