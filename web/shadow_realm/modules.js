'use strict';
// The modules of a ShadowRealm: files and data: URLs, with a registry of the realm's own. Hooks, preloads and built-in
// modules are the program's, and are not there. Nor is any object of the program's realm to be got hold of: what is handed
// over are texts, functions and objects of the realm, and errors are made anew there.

const native = binding('shadow_realm');
const process = require('process_object');
const {
  ERR_MODULE_NOT_FOUND, ERR_UNKNOWN_BUILTIN_MODULE, ERR_UNKNOWN_MODULE_FORMAT, errorPrepareStackTrace,
} = require('errors');
const { hasBuiltinScheme, publicId } = require('module/public');
const { resolve } = require('module/esm/resolve');
const { load, textOf } = require('module/esm/source');
const { hrefOfPath, pathOfHref } = require('module/esm/urls');
const path = require('path');

// Run in the realm before any program is.
const helperText = `
  const { parse } = JSON;
  const errors = { __proto__: null, Error, RangeError, SyntaxError, TypeError, URIError };
  const { define } = { define: Object.defineProperty };
  const own = (object, name, value) => define(object, name, { __proto__: null, configurable: true, enumerable: true, writable: true, value });
  own(Error, 'prepareStackTrace', function ErrorPrepareStackTrace(error, trace) { return formatTrace(error, trace); });
  define(Error, 'prepareStackTrace', { __proto__: null, enumerable: false });
  return {
    parse,
    error(name, message, code) {
      const error = new (errors[name] ?? errors.Error)(message);
      if (code !== undefined) own(error, 'code', code);
      return error;
    },
    module: (id) => ({ exports: {}, id, filename: id, loaded: false }),
    require: (load) => function require(specifier) { return load(specifier); },
    fillMeta(meta, dirname, filename, url, resolve) {
      if (filename !== undefined) {
        own(meta, 'dirname', dirname);
        own(meta, 'filename', filename);
      }
      own(meta, 'main', false);
      own(meta, 'resolve', function(specifier) { return resolve(\`\${specifier}\`); });
      define(meta.resolve, 'name', { __proto__: null, value: 'resolve' });
      own(meta, 'url', url);
    },
  };`;

class RealmModules {
  #global;
  #owner;
  #helper;
  #registry = new Map(); // URL, with the type behind it -> {href, module, isLinked}
  #files = new Map();    // path of a CommonJS file -> its module object, of the realm

  constructor(global, owner) {
    this.#global = global;
    this.#owner = owner;
    this.#helper = native.compileFunction(global, helperText, 'node:internal/shadow_realm/helper', null, ['formatTrace'])(errorPrepareStackTrace);
  }

  /** What import(specifier) promises: a namespace. */
  importModule = async (specifier, referrer, attributes = { __proto__: null }) => {
    await undefined; // nothing runs before the promise is there
    try {
      const job = this.#find(specifier, baseOf(referrer), attributes);
      this.#link(job);
      job.module.instantiate();
      await job.module.evaluate();
      return job.module.namespace;
    } catch (error) {
      throw this.#ofRealm(error);
    }
  };

  // The realm's own errors are what its code has thrown.
  #ofRealm(error) {
    return error instanceof Error ? this.#helper.error(error.name, error.message, error.code) : error;
  }

  #withErrorsOfRealm(work) {
    try {
      return work();
    } catch (error) {
      throw this.#ofRealm(error);
    }
  }

  #find(specifier, base, attributes) {
    const href = resolveIn(specifier, base);
    const key = attributes.type === undefined ? href : `${href} ${attributes.type}`;
    let job = this.#registry.get(key);
    if (job === undefined) {
      job = { href, module: this.#make(href, load(href, undefined, attributes)), isLinked: false };
      job.module.initializeMeta = (object) => this.#fillMeta(object, href);
      this.#registry.set(key, job);
    }
    return job;
  }

  #make(href, { format, source }) {
    switch (format) {
      case 'module': return this.#compile(href, textOf(source));
      case 'module-typescript': return this.#compile(href, withoutTypes(href, source));
      case 'commonjs': return this.#wrap(href, () => this.#runFile(pathOfHref(href), textOf(source)));
      case 'commonjs-typescript': return this.#wrap(href, () => this.#runFile(pathOfHref(href), withoutTypes(href, source)));
      case 'json': return this.#wrap(href, () => this.#helper.parse(textOf(source)));
    }
    throw new ERR_UNKNOWN_MODULE_FORMAT(format, href);
  }

  #compile(href, text) {
    return native.compileModule(this.#global, text, href, this.#owner);
  }

  // A module whose default export is what `make` gives.
  #wrap(href, make) {
    const module = native.createSynthetic(this.#global, href, ['default'], () => module.setExport('default', make()));
    return module;
  }

  #fillMeta(object, href) {
    const filename = href.startsWith('file:') ? pathOfHref(href) : undefined;
    const resolveHere = (specifier) => this.#withErrorsOfRealm(() => resolveIn(specifier, href));
    this.#helper.fillMeta(object, filename && path.dirname(filename), filename, href, resolveHere);
  }

  #link(root) {
    const waiting = [root];
    while (waiting.length > 0) {
      const job = waiting.pop();
      if (job.isLinked) continue;
      const needed = job.module.requests.map(({ specifier, attributes }) => this.#find(specifier, job.href, attributes));
      job.module.link(needed.map(({ module }) => module));
      job.isLinked = true;
      waiting.push(...needed);
    }
  }

  // --- CommonJS. ---

  // module.exports of a file.
  #runFile(file, text) {
    const known = this.#files.get(file);
    if (known !== undefined) return known.exports;
    const module = this.#helper.module(file);
    this.#files.set(file, module);
    const require = this.#helper.require((specifier) => this.#withErrorsOfRealm(() => this.#require(specifier, file)));
    const names = ['exports', 'require', 'module', '__filename', '__dirname'];
    const run = native.compileFunction(this.#global, text, file, this.#owner, names);
    Reflect.apply(run, module.exports, [module.exports, require, module, file, path.dirname(file)]);
    module.loaded = true;
    return module.exports;
  }

  #require(specifier, parent) {
    if (isBuiltin(`${specifier}`)) throw missingBuiltin(`${specifier}`, parent);
    const file = require('module').createRequire(parent).resolve(`${specifier}`);
    const { format, source } = load(hrefOfPath(file), undefined, file.endsWith('.json') ? { type: 'json' } : {});
    if (format === 'json') return this.#helper.parse(textOf(source));
    if (format === 'commonjs') return this.#runFile(file, textOf(source));
    throw new ERR_UNKNOWN_MODULE_FORMAT(format, file);
  }
}

function isBuiltin(specifier) {
  return hasBuiltinScheme(specifier) || publicId(specifier) !== undefined;
}

function withoutTypes(href, source) {
  return require('module/typescript').strip(textOf(source), href);
}

// Who imports: a module's URL, a script's path, or else the working directory.
function baseOf(referrer) {
  if (typeof referrer === 'string' && /^(?:file|data):/.test(referrer)) return referrer;
  if (typeof referrer === 'string' && referrer.startsWith('/')) return hrefOfPath(referrer);
  return hrefOfPath(`${process.cwd()}/`);
}

function resolveIn(specifier, base) {
  if (isBuiltin(specifier)) {
    throw missingBuiltin(specifier, base.startsWith('file:') ? pathOfHref(base) : base);
  }
  return resolve(specifier, base);
}

function missingBuiltin(specifier, parent) {
  if (specifier.startsWith('node:')) return new ERR_UNKNOWN_BUILTIN_MODULE(specifier);
  return new ERR_MODULE_NOT_FOUND(specifier, parent);
}

module.exports = { RealmModules };
