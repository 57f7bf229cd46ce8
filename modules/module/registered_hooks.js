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
  const { namespace, evaluated } = loadHookModule(`${specifier}`, parentHref(parentURL));
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

async function ask(name, index, subject, context, last) {
  let i = index;
  for (; i >= 0; i--) {
    if (chain[i].ready !== undefined) await chain[i].ready;
    if (typeof chain[i][name] === 'function') break;
  }
  if (i < 0) return last(subject, context);
  let passedOn = false;
  const next = (nextSubject = subject, nextContext = undefined) => {
    passedOn = true;
    return ask(name, i - 1, nextSubject, { ...context, ...nextContext }, last);
  };
  const result = await chain[i][name](subject, context, next);
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

/** {url, format, importAttributes} of an import specifier; `last(specifier, context)` is the loader's own way. */
async function resolve(specifier, context, last) {
  const result = await ask('resolve', chain.length - 1, specifier, context, last);
  if (typeof result.url !== 'string' || !require('url').URL.canParse(result.url)) throw badReturn('a URL string', `${chain.at(-1).specifier} 'resolve'`, 'url', result.url);
  return result;
}

/** {format, source} of a URL. */
function load(url, context, last) {
  return ask('load', chain.length - 1, url, context, last);
}

module.exports = { register, isActive, resolve, load };
