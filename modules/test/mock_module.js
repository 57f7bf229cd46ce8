'use strict';
// mock.module(): mocks that take the place of modules in both loaders (loader.mocks, which they ask before they load).

const native = binding('esm');
const { descriptorOf } = require('define');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_STATE } = require('errors');
const { validateBoolean, validateObject } = require('validators');
const { Module } = require('module/commonjs');
const { publicId, isPlainId } = require('module/public');
const { loader } = require('module/state');
const { resolve } = require('module/esm/resolve');
const { load, formatOf } = require('module/esm/source');
const { hrefOfPath, pathOfHref } = require('module/esm/urls');
const { callerLocation } = require('test/location');

const REFUSED = 'Cannot create mock because named exports cannot be applied to the provided default export.';

const mocks = new Map();           // URL of a module, without query -> Mock
let made = 0;
let warned = false;

class Mock {
  href;
  isCommonJS;
  isCached;
  job;                             // of the ES module, when it is cached
  #hasDefault;
  #default;
  #named;
  #exports;                        // of require(), when it is cached: {value}

  constructor(href, isCommonJS, isCached, options) {
    this.href = href;
    this.isCommonJS = isCommonJS;
    this.isCached = isCached;
    this.#hasDefault = Object.hasOwn(options, 'defaultExport');
    this.#default = options.defaultExport;
    this.#named = options.namedExports ?? {};
  }

  /** What require() gives: the default export, with the named ones as its properties. */
  makeExports(refusal = REFUSED) {
    if (this.#exports !== undefined) return this.#exports.value;
    const value = this.#hasDefault ? this.#default : {};
    for (const name of Object.keys(this.#named)) {
      if (value === null || typeof value !== 'object') throw new Error(refusal);
      Object.defineProperty(value, name, descriptorOf(this.#named, name));
    }
    if (this.isCached) this.#exports = { value };
    return value;
  }

  /** What import gets: {href, module}, the native module under a URL of its own. */
  makeModule({ type }) {
    const href = `${this.href}?node-test-mock=${made++}`;
    if (this.href.endsWith('.json') && type !== 'json') {
      const { ERR_IMPORT_ATTRIBUTE_MISSING } = require('errors');
      throw new ERR_IMPORT_ATTRIBUTE_MISSING(href, 'type', 'json');
    }
    const names = new Set(Object.keys(this.#named));
    if (this.isCommonJS) names.add('default').add('module.exports');
    else if (this.#hasDefault) names.add('default');
    const module = native.createSynthetic(href, [...names], () => {
      const exports = this.isCommonJS ? this.makeExports(`"${REFUSED}"`) : this.#default;
      for (const name of names) module.setExport(name, this.#named[name]);
      if (this.isCommonJS) module.setExport('module.exports', exports);
      if (names.has('default') && (this.isCommonJS || this.#hasDefault)) module.setExport('default', exports);
    });
    return { href, module };
  }
}

class MockModuleContext {
  #mock;
  #cached;                         // what require.cache had

  constructor(mock) {
    this.#mock = mock;
    mocks.set(mock.href, mock);
    loader.mocks = active;
    if (!mock.href.startsWith('file:')) return;
    const file = pathOfHref(mock.href);
    this.#cached = Module._cache[file];
    delete Module._cache[file];
  }

  /** Gives the module its place back, once. */
  restore() {
    if (this.#mock === undefined) return;
    mocks.delete(this.#mock.href);
    if (mocks.size === 0) loader.mocks = null;
    if (this.#mock.href.startsWith('file:')) {
      const file = pathOfHref(this.#mock.href);
      if (this.#cached === undefined) delete Module._cache[file];
      else Module._cache[file] = this.#cached;
    }
    this.#mock = undefined;
  }
}

const active = { find: (href) => mocks.get(href) };

// The URL of what `specifier` names in the file that calls.
function hrefOf(specifier) {
  const id = specifier.startsWith('node:') ? specifier.slice('node:'.length) : specifier;
  if (isPlainId(id)) return `node:${publicId(id)}`;
  const file = callerLocation()?.file;
  return resolve(id, hrefOfPath(file ?? `${require('process_object').cwd()}/`));
}

function isCommonJS(href) {
  if (href.startsWith('node:')) return true;
  let format = formatOf(href);
  if (format?.startsWith('detect')) ({ format } = load(href, undefined, {}));
  return format === undefined || format.startsWith('commonjs');
}

function warnExperimental() {
  if (warned) return;
  warned = true;
  require('process_object').emitWarning('Module mocking is an experimental feature and might change at any time', 'ExperimentalWarning');
}

/** mock.module(), see mock.js. */
function mockModule(specifier, options) {
  if (typeof specifier !== 'string') {
    if (typeof specifier?.href !== 'string' || typeof specifier.protocol !== 'string') {
      throw new ERR_INVALID_ARG_TYPE('specifier', ['string', 'URL'], specifier);
    }
    specifier = specifier.href;
  }
  validateObject(options, 'options');
  warnExperimental();
  const { cache = false, namedExports = { __proto__: null } } = options;
  validateBoolean(cache, 'options.cache');
  validateObject(namedExports, 'options.namedExports');
  const href = hrefOf(specifier);
  if (mocks.has(href)) throw new ERR_INVALID_STATE(`Cannot mock '${specifier}'. The module is already mocked.`);
  return new MockModuleContext(new Mock(href, isCommonJS(href), cache, options));
}

module.exports = { mockModule };
