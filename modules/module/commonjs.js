'use strict';
// The CommonJS loader: the Module class with the methods that packages patch, and the require function of each module.
// A request runs: Module.prototype.require -> Module._load -> Module._resolveFilename -> module.load -> Module._extensions
// -> module._compile. Each step looks the next one up on Module, so that replacing any of them takes effect.

const native = binding('module');
const process = require('process_object');
const path = require('path');
const publicModules = require('module/public');
const packages = require('module/package_json');
const resolver = require('module/resolve');
const wrapper = require('module/wrapper');
const createRequire = require('module/create_require');
const cycles = require('module/cycles');
const { compileBody, keepSourceMap } = require('module/compile');
const { formatOf, isTypeScript, readSource, withoutTypes } = require('module/files');
const { noteFs } = require('module/replaced_fs');
const { setOwn } = require('define');
const { loader, openTracingChannels } = require('module/state');
const { getOption } = require('options');
const watchReport = require('module/watch_report');

const parents = new WeakMap();     // module -> the module that first required it
const resolvedFrom = new Map();    // folder -> Map of request -> file, for requests already answered

/** A CommonJS module. `parent` is the module that requires it first. */
function Module(id = '', parent = undefined) {
  this.id = id;
  this.path = path.dirname(id);
  if ('exports' in this) setOwn(this, 'exports', {});
  else this.exports = {};
  if (parent !== undefined) parents.set(this, parent);
  addChild(parent, this, false);
  this.filename = null;
  this.loaded = false;
  this.children = [];
}

function addChild(parent, child, mayBeThere) {
  const children = parent?.children;
  if (children && !(mayBeThere && children.includes(child))) children.push(child);
}

Module._cache = { __proto__: null };
Module._pathCache = { __proto__: null };
Module._extensions = { __proto__: null };
Module.globalPaths = [];
wrapper.install(Module);
createRequire.install(Module);

// --- built-in modules ------------------------------------------------------------------------------------------------

/** Loads the public built-in module `id` (without scheme) for a user. */
function loadBuiltin(id) {
  const exports = require(publicModules.home(id));
  if (id === 'fs') {
    noteFs(exports);
  } else if (id === 'diagnostics_channel') {
    openTracingChannels();
  }
  return exports;
}

const warned = new Set();

function warnOnce(code, message) {
  if (warned.has(code)) return;
  warned.add(code);
  process.emitWarning(message, 'DeprecationWarning', code);
}

// --- resolution ------------------------------------------------------------------------------------------------------

Module._nodeModulePaths = function(from) {
  return resolver.nodeModulesPaths(path.resolve(from));
};

Module._resolveLookupPaths = function(request, parent) {
  if (publicModules.publicId(request) !== undefined) return null;
  if (!resolver.isRelative(request)) {
    const own = parent?.paths;
    const paths = own?.length ? own.concat(loader.globalFolders) : loader.globalFolders.slice();
    return paths.length > 0 ? paths : null;
  }
  if (!parent?.id || !parent.filename) return ['.'];
  return [path.dirname(parent.filename)];
};

Module._findPath = function(request, paths, isMain, conditions = undefined) {
  const absolute = request.charCodeAt(0) === 47;
  if (!absolute && (!paths || paths.length === 0)) return false;
  const dirs = absolute ? [''] : paths;
  const key = `${request}\0${dirs.length === 1 ? dirs[0] : dirs.join('\0')}`;
  const known = Module._pathCache[key];
  if (known) return known;
  const found = resolver.search(request, dirs, isMain === true, registeredExtensions, conditions);
  if (found === undefined) return false;
  if (conditions === undefined) Module._pathCache[key] = found;
  return found;
};

function registeredExtensions() {
  return Object.keys(Module._extensions);
}

// Where require.resolve's option `paths` makes it look.
function lookupPathsFromOption(request, from) {
  if (!Array.isArray(from)) {
    const { ERR_INVALID_ARG_VALUE } = require('errors');
    throw new ERR_INVALID_ARG_VALUE('options.paths', from);
  }
  if (resolver.isRelative(request)) return from;
  const paths = new Set();
  for (const dir of from) {
    const asker = new Module('', null);
    asker.paths = Module._nodeModulePaths(dir);
    for (const lookup of Module._resolveLookupPaths(request, asker) ?? []) paths.add(lookup);
  }
  return [...paths];
}

// The path that stands for `parent` when its package is looked for.
function pathInPackage(parent) {
  if (!parent) return undefined;
  if (parent.filename) return parent.filename;
  if (parent.id !== '<repl>' && parent.id !== 'internal/preload' && parent.id !== '[eval]' && parent.id !== '[stdin]') return undefined;
  try {
    return `${process.cwd()}/`;
  } catch {
    return undefined; // the directory was removed
  }
}

function resolvePackageImport(request, parent, conditions) {
  const found = resolver.resolveImport(parent.filename ?? `${process.cwd()}/`, request, conditions);
  if (found === undefined) return undefined;
  if (found.file !== undefined) return found.file;
  if (publicModules.publicId(found.bare) !== undefined) return found.bare;
  const asker = new Module(found.pkg.path);
  asker.filename = found.pkg.path;
  asker.paths = Module._nodeModulePaths(found.pkg.dir);
  const file = resolver.resolveSelf(asker.filename, found.bare, conditions) ||
    Module._findPath(found.bare, Module._resolveLookupPaths(found.bare, asker), false, conditions);
  if (file) return file;
  const error = new Error(`Cannot find module '${request}'`);
  error.code = 'MODULE_NOT_FOUND';
  throw error;
}

Module._resolveFilename = function(request, parent, isMain, options) {
  if (publicModules.publicId(request) !== undefined) return request;
  const conditions = options?.conditions;
  const from = options !== null && typeof options === 'object' ? options.paths : undefined;
  const paths = from === undefined ? Module._resolveLookupPaths(request, parent) : lookupPathsFromOption(request, from);
  if (request.charCodeAt(0) === 35 && (parent?.filename || parent?.id === '<repl>')) {
    const file = resolvePackageImport(request, parent, conditions);
    if (file !== undefined) return file;
  }
  if (request.charCodeAt(0) !== 46) {
    const asker = pathInPackage(parent);
    const file = asker && resolver.resolveSelf(asker, request, conditions);
    if (file) {
      Module._pathCache[`${request}\0${paths === null || paths.length === 1 ? paths : paths.join('\0')}`] = file;
      return file;
    }
  }
  const file = Module._findPath(request, paths, isMain, conditions);
  if (file) return file;
  throw moduleNotFound(request, parent);
};

function moduleNotFound(request, parent) {
  watchReport.missed(request, parent?.path);
  const requireStack = [];
  for (let asker = parent; asker; asker = parents.get(asker)) requireStack.push(asker.filename || asker.id);
  let message = `Cannot find module '${request}'`;
  if (requireStack.length > 0) message += `\nRequire stack:\n- ${requireStack.join('\n- ')}`;
  const error = new Error(message);
  error.code = 'MODULE_NOT_FOUND';
  error.requireStack = requireStack;
  return error;
}

/** Reads NODE_PATH, HOME and where the program is, for the folders looked into last. */
Module._initPaths = function() {
  const { HOME, NODE_PATH } = process.env;
  const folders = NODE_PATH ? NODE_PATH.split(path.delimiter).filter(Boolean) : [];
  if (HOME) folders.push(path.resolve(HOME, '.node_modules'), path.resolve(HOME, '.node_libraries'));
  folders.push(path.resolve(process.execPath, '..', '..', 'lib', 'node'));
  loader.globalFolders = folders;
  Module.globalPaths = folders.slice();
};

// --- loading ---------------------------------------------------------------------------------------------------------

function unknownBuiltin(specifier) {
  const { ERR_UNKNOWN_BUILTIN_MODULE } = require('errors');
  return new ERR_UNKNOWN_BUILTIN_MODULE(specifier);
}

// The cached module that `request` from `parent` meant last time, while it is still cached.
function answeredBefore(request, parent) {
  const answers = resolvedFrom.get(parent.path);
  const file = answers?.get(request);
  if (file === undefined) return undefined;
  const cached = Module._cache[file];
  if (cached === undefined) answers.delete(request);
  return cached;
}

function rememberAnswer(request, parent, file) {
  let answers = resolvedFrom.get(parent.path);
  if (answers === undefined) resolvedFrom.set(parent.path, answers = new Map());
  answers.set(request, file);
}

function exportsOfCached(cached, parent) {
  addChild(parent, cached, true);
  return cached.loaded ? cached.exports : cycles.unfinishedExports(cached);
}

Module._load = function(request, parent, isMain) {
  if (parent) {
    const cached = answeredBefore(request, parent);
    if (cached !== undefined) return exportsOfCached(cached, parent);
  }
  if (loader.hooks !== null) return loader.hooks.loadCommonJS(request, parent, isMain);
  if (publicModules.hasBuiltinScheme(request)) {
    const id = publicModules.publicId(request);
    if (id === undefined) throw unknownBuiltin(request);
    const mock = loader.mocks === null ? undefined : mockOf(request);
    return mock === undefined ? loadBuiltin(id) : mock.makeExports();
  }
  const filename = Module._resolveFilename(request, parent, isMain);
  return loadResolved(request, filename, parent, isMain, undefined);
};

// What takes the place of a module that a test has mocked; undefined for any other.
function mockOf(filename) {
  if (filename.startsWith('/')) return loader.mocks.find(require('module/esm/urls').hrefOfPath(filename));
  return loader.mocks.find(publicModules.isPlainId(filename) ? `node:${filename}` : filename);
}

// `context` is what resolve hooks found out: {url, format}; undefined without hooks.
function loadResolved(request, filename, parent, isMain, context) {
  const mock = loader.mocks === null ? undefined : mockOf(filename);
  if (mock !== undefined) return mock.makeExports();
  const cached = Module._cache[filename];
  if (cached !== undefined) return exportsOfCached(cached, parent);
  if (publicModules.isPlainId(filename)) return loadBuiltin(filename);
  if (publicModules.hasBuiltinScheme(filename)) {
    const id = publicModules.publicId(filename);
    if (id !== undefined) return loadBuiltin(id);
  }
  watchReport.loaded(filename);
  const module = new Module(filename, parent);
  if (isMain) {
    process.mainModule = module;
    module.id = '.';
  }
  Module._cache[filename] = module;
  if (parent) rememberAnswer(request, parent, filename);
  if (context !== undefined) loader.hooks.setContext(module, context);
  let done = false;
  try {
    module.load(filename);
    done = true;
  } finally {
    if (done) cycles.finish(module);
    else forget(module, filename, request, parent);
  }
  return module.exports;
}

// The module could not be loaded.
function forget(module, filename, request, parent) {
  delete Module._cache[filename];
  if (!parent) return;
  resolvedFrom.get(parent.path)?.delete(request);
  const index = parent.children?.indexOf(module) ?? -1;
  if (index !== -1) parent.children.splice(index, 1);
}

Module.prototype.load = function(filename) {
  if (this.loaded) {
    const { ERR_INTERNAL_ASSERTION } = require('errors');
    throw new ERR_INTERNAL_ASSERTION('A module is loaded once');
  }
  this.filename ??= filename;
  this.paths ??= Module._nodeModulePaths(path.dirname(filename));
  Module._extensions[registeredExtensionOf(filename)](this, filename);
  this.loaded = true;
};

// The longest registered extension of the file's name; '.js' when it has none.
function registeredExtensionOf(filename) {
  let dot = filename.lastIndexOf('/') + 1;
  while ((dot = filename.indexOf('.', dot + 1)) !== -1) {
    const extension = filename.slice(dot);
    if (Module._extensions[extension] && extension.length > 1) return extension;
  }
  return '.js';
}

Module.prototype.require = function(id) {
  if (typeof id !== 'string') require('validators').validateString(id, 'id');
  if (id === '') {
    const { ERR_INVALID_ARG_VALUE } = require('errors');
    throw new ERR_INVALID_ARG_VALUE('id', id, 'must be a non-empty string');
  }
  resolver.enter();
  try {
    return loader.requireTracing === null ? Module._load(id, this, false) : traceLoad(id, this, false);
  } finally {
    resolver.leave();
  }
};

/** Module._load, seen by subscribers of the channel 'module.require'. */
function traceLoad(id, parent, isMain) {
  const tracing = loader.requireTracing;
  if (tracing === null) return Module._load(id, parent, isMain);
  const message = { __proto__: null, parentFilename: parent?.filename, id };
  return tracing.traceSync(Module._load, message, Module, id, parent, isMain);
}

// --- files -----------------------------------------------------------------------------------------------------------

Module._extensions['.js'] = function(module, filename) {
  if (loader.hooks === null) return module._compile(readSource(filename), filename, formatOf(filename));
  const { format, source } = loader.hooks.sourceOf(module, filename, formatOf(filename));
  return module._compile(source, filename, format);
};

Module._extensions['.json'] = function(module, filename) {
  parseJSON(module, filename, loader.hooks === null ? readSource(filename) : loader.hooks.sourceOf(module, filename, 'json').source);
};

function parseJSON(module, filename, text) {
  try {
    module.exports = JSON.parse(text.charCodeAt(0) === 0xFEFF ? text.slice(1) : text);
  } catch (error) {
    error.message = `${filename}: ${error.message}`;
    throw error;
  }
}

Module._extensions['.node'] = function(module, filename) {
  return process.dlopen(module, path.toNamespacedPath(filename));
};

// import() and import.meta of code that was compiled by whichever loader.
native.setLoader(
  (owner, referrer, specifier, attributes, isSource) =>
    require('module/esm/loader').importFromNative(owner, referrer, specifier, attributes, isSource),
  (meta, module) => require('module/esm/loader').initializeMeta(meta, module));

// --- compiling -------------------------------------------------------------------------------------------------------

/**
 * Compiles `content` as the body of this module and runs it. `format` as of formatOf() in files.js: TypeScript loses its
 * types first; 'module' runs as an ES module, 'commonjs' never does, undefined decides by its syntax.
 */
Module.prototype._compile = function(content, filename, format) {
  if (isTypeScript(format)) {
    if (format === 'module-typescript') require('module/esm/require').checkAllowed(this, filename, content);
    content = require('module/typescript').strip(content, filename);
    format = withoutTypes(format);
  }
  const body = format === 'module' ? undefined : compileBody(content, filename, format !== 'commonjs');
  if (body === undefined) {
    require('module/esm/require').runForRequire(this, filename, content, format);
    return undefined;
  }
  keepSourceMap(filename, content, () => native.sourceMappingURL(body));
  const { exports } = this;
  const own = createRequire.makeRequire(this);
  if (loader.pauseOnStart !== null && !loader.isPreloading) {
    return loader.takePause()(body, exports, exports, own, this, filename, path.dirname(filename));
  }
  return body.call(exports, exports, own, this, filename, path.dirname(filename));
};

// --- the rest of the face --------------------------------------------------------------------------------------------

/** Requires each of `requests` as from the working directory, before the program (--require). */
Module._preloadModules = function(requests) {
  if (!Array.isArray(requests)) return;
  loader.isPreloading = true;
  const parent = new Module('internal/preload', null);
  try {
    parent.paths = Module._nodeModulePaths(process.cwd());
  } catch (error) {
    if (error.code !== 'ENOENT') {
      loader.isPreloading = false;
      throw error;
    }
  }
  for (let i = 0; i < requests.length; i++) parent.require(requests[i]);
  loader.isPreloading = false;
};

/** Whether `moduleName`, with or without 'node:', is a built-in module. */
Module.isBuiltin = function isBuiltin(moduleName) {
  return typeof moduleName === 'string' && publicModules.publicId(moduleName) !== undefined;
};

Module._debug = function deprecated() {
  warnOnce('DEP0077', 'Module._debug is deprecated.');
};

function parentOf() {
  return parents.get(this);
}

function setParent(value) {
  parents.set(this, value);
}

function warnAboutParent() {
  if (getOption('--pending-deprecation') !== true) return;
  warnOnce('DEP0144', 'module.parent is deprecated due to accuracy issues. Please use require.main to find program entry ' +
    'point instead.');
}

Object.defineProperties(Module.prototype, {
  __proto__: null,
  constructor: { __proto__: null, get() { return Module; }, configurable: false },
  isPreloading: { __proto__: null, get() { return loader.isPreloading; } },
  parent: {
    __proto__: null,
    get() {
      warnAboutParent();
      return parentOf.call(this);
    },
    set(value) {
      warnAboutParent();
      setParent.call(this, value);
    },
  },
});

Object.defineProperties(Module, {
  __proto__: null,
  _stat: {
    __proto__: null,
    get() { return resolver.customStat() ?? resolver.ownStat; },
    set(stat) {
      require('warnings').emitExperimentalWarning('Module._stat');
      resolver.setCustomStat(stat);
    },
    configurable: true,
  },
  _readPackage: {
    __proto__: null,
    get() { return describePackage; },
    set(value) { Object.defineProperty(Module, '_readPackage', { __proto__: null, value, writable: true }); },
    configurable: true,
  },
});

function describePackage(dir) {
  const pkg = packages.readPackage(dir);
  const pjsonPath = path.join(dir, 'package.json');
  if (pkg === undefined) return { __proto__: null, type: 'none', exists: false, pjsonPath };
  const { name, main, type, exports, imports } = pkg;
  return { __proto__: null, name, main, type, exports, imports, exists: true, pjsonPath };
}

Module.Module = Module;
Module.builtinModules = publicModules.builtinModules;

/** Forgets every answer given so far, for the warm-up run (main/warm_up.js). */
function forgetAll() {
  resolvedFrom.clear();
}

module.exports = {
  Module,
  forgetAll,
  loadBuiltin,
  loadResolved,
  traceLoad,
  exportsOfCached,
  mockOf,
  unknownBuiltin,
  parentOf: (module) => parents.get(module),
};
