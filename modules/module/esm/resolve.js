'use strict';
// From an import specifier to a URL (esm.md, "Resolver algorithm specification").

const path = require('path');
const publicModules = require('module/public');
const packages = require('module/package_json');
const { replacedForImport } = require('module/replaced_fs');
const resolver = require('module/resolve');
const { hrefOfPath, pathOfHref, shownName } = require('module/esm/urls');

// './a/b.mjs' and '../a.mjs' without dots in between, percent signs, queries: joined to a plain base without a URL object.
const PLAIN_RELATIVE = /^\.{1,2}(?:\/(?!\.{1,2}(?:\/|$))[\w@+=,!~.-]+)+$/;
const PLAIN_BASE = /^file:\/\/\/[\w/.@+=,!~-]*$/;

/** {href, path} of a relative specifier; path is known only when it was found without a URL object. */
function joinRelative(specifier, base) {
  if (PLAIN_BASE.test(base) && PLAIN_RELATIVE.test(specifier)) {
    const file = path.resolve(path.dirname(`${base.slice('file://'.length)}x`), specifier);
    return { href: `file://${file}`, path: file };
  }
  const { URL } = require('url');
  return { href: new URL(specifier, base).href, path: undefined };
}

function isRelativeOrAbsolute(specifier) {
  const first = specifier[0];
  if (first === '/') return true;
  return first === '.' && /^\.{1,2}(?:\/|$)/.test(specifier);
}

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

function parseURL(specifier) {
  if (!SCHEME.test(specifier)) return undefined;
  const { URL } = require('url');
  return URL.canParse(specifier) ? new URL(specifier).href : undefined;
}

function unsupportedRequest(specifier, base, cause) {
  const { ERR_UNSUPPORTED_RESOLVE_REQUEST } = require('errors');
  const error = new ERR_UNSUPPORTED_RESOLVE_REQUEST(specifier, base);
  error.cause = cause;
  return error;
}

// --- packages --------------------------------------------------------------------------------------------------------

function targetHref(pkg, target, base) {
  const targets = require('module/package_targets');
  if (!/[%?#\\\t\n\r]/.test(target)) return hrefOfPath(pkg.dir + target.slice(1));
  const { URL } = require('url');
  return new URL(target, hrefOfPath(pkg.path)).href;
}

function exportHref(pkg, subpath, base, conditions) {
  const { resolveExports } = require('module/package_targets');
  return targetHref(pkg, resolveExports(pkg, subpath, shownName(base), conditions), base);
}

function importHref(specifier, base, conditions) {
  const { resolveImports } = require('module/package_targets');
  const pkg = base.startsWith('file:') ? packages.scopeOf(pathOfHref(base)) : null;
  const target = resolveImports(pkg, specifier, shownName(base), conditions);
  if (target.startsWith('./')) return targetHref(pkg, target, base);
  return packageHref(target, hrefOfPath(pkg.path), conditions);
}

// 'name' and './sub' of a bare specifier.
function parsePackageName(specifier, base) {
  const parts = splitName(specifier);
  if (parts !== undefined) return parts;
  const { ERR_INVALID_MODULE_SPECIFIER } = require('errors');
  throw new ERR_INVALID_MODULE_SPECIFIER(specifier, 'is not a valid package name', shownName(base));
}

function splitName(specifier) {
  let slash = specifier.indexOf('/');
  if (specifier[0] === '@') {
    if (slash === -1) return undefined;
    slash = specifier.indexOf('/', slash + 1);
  }
  const name = slash === -1 ? specifier : specifier.slice(0, slash);
  if (name[0] === '.' || /[\\%]/.test(name)) return undefined;
  return { name, subpath: slash === -1 ? '.' : `.${specifier.slice(slash)}` };
}

const MAIN_SUFFIXES = ['', '.js', '.json', '.node', '/index.js', '/index.json', '/index.node'];
const INDEXES = ['index.js', 'index.json', 'index.node'];

// The main file of a package without "exports".
function mainHref(dir, pkg, base) {
  if (pkg?.main !== undefined) {
    for (const suffix of MAIN_SUFFIXES) {
      const file = path.resolve(dir, `${pkg.main}${suffix}`);
      if (resolver.stat(file) !== 0) continue;
      if (suffix !== '') warnOfLookup(file, dir, pkg.main, base);
      return hrefOfPath(file);
    }
  }
  for (const index of INDEXES) {
    const file = path.resolve(dir, index);
    if (resolver.stat(file) !== 0) continue;
    warnOfLookup(file, dir, pkg?.main, base);
    return hrefOfPath(file);
  }
  const error = new Error(`Cannot find package '${path.resolve(dir, pkg?.main ?? 'index.js')}' imported from ${shownName(base)}`);
  error.code = 'ERR_MODULE_NOT_FOUND';
  throw error;
}

// An ES module as main has to be named in full.
function warnOfLookup(file, dir, main, base) {
  const href = hrefOfPath(file);
  if (require('module/esm/source').formatOf(href) !== 'module') return;
  const found = path.relative(dir, file);
  const message = main ?
    `Package ${dir}/ has a "main" field set to "${main}", excluding the full filename and extension to the resolved ` +
    `file at "${found}", imported from ${shownName(base)}.\n Automatic extension resolution of the "main" field is ` +
    'deprecated for ES modules.' :
    `No "main" or "exports" field defined in the package.json for ${dir}/ resolving the main entry point "${found}", ` +
    `imported from ${shownName(base)}.\nDefault "index" lookups for the main are deprecated for ES modules.`;
  require('process_object').emitWarning(message, 'DeprecationWarning', 'DEP0151');
}

function selfHref(name, subpath, base, conditions) {
  if (!base.startsWith('file:')) return undefined;
  const pkg = packages.scopeOf(pathOfHref(base));
  if (pkg === null || pkg.name !== name || pkg.exports === undefined) return undefined;
  return exportHref(pkg, subpath, base, conditions);
}

function packageHref(specifier, base, conditions) {
  if (publicModules.isPlainId(specifier)) return `node:${specifier}`;
  const { name, subpath } = parsePackageName(specifier, base);
  const self = selfHref(name, subpath, base, conditions);
  if (self !== undefined) return self;
  if (base.startsWith('file:')) {
    const from = path.dirname(pathOfHref(base.endsWith('/') ? `${base}x` : base));
    for (const nodeModules of resolver.nodeModulesPaths(from)) {
      const dir = path.resolve(nodeModules, name);
      if (resolver.stat(dir) !== 1) continue;
      const pkg = packages.readPackage(dir, ` while importing "${specifier}" from ${shownName(base)}`);
      if (pkg?.exports !== undefined) return exportHref(pkg, subpath, base, conditions);
      if (subpath === '.') return mainHref(dir, pkg, base);
      return joinRelative(subpath, `${hrefOfPath(dir)}/`).href;
    }
  }
  const { ERR_MODULE_NOT_FOUND } = require('errors');
  throw new ERR_MODULE_NOT_FOUND(name, shownName(base), null);
}

// --- files -----------------------------------------------------------------------------------------------------------

// Checks that a file: URL names a file, and gives it without symbolic links.
function finishFile(href, knownPath, base, keepSymlinks) {
  if (/%2f|%5c/i.test(href)) {
    const { URL } = require('url');
    const { ERR_INVALID_MODULE_SPECIFIER } = require('errors');
    const { pathname } = new URL(href);
    if (/%2f|%5c/i.test(pathname)) {
      throw new ERR_INVALID_MODULE_SPECIFIER(pathname, 'must not include encoded "/" or "\\" characters', shownName(base));
    }
  }
  const file = knownPath ?? pathOfFile(href, base);
  const kind = file.endsWith('/') ? 1 : resolver.stat(file);
  if (kind === 1) throw directoryImport(file, href, base);
  if (kind !== 0) throw notFound(file, href, base);
  if (keepSymlinks) return href;
  const real = resolver.toRealPath(file, replacedForImport);
  if (real === file && !href.includes('%')) return href;
  const { URL } = require('url');
  const { search, hash } = new URL(href);
  return hrefOfPath(real) + search + hash;
}

function pathOfFile(href, base) {
  try {
    return pathOfHref(href);
  } catch (error) {
    error.input = href;
    error.module = base;
    throw error;
  }
}

function directoryImport(file, href, base) {
  const { ERR_UNSUPPORTED_DIR_IMPORT } = require('errors');
  return new ERR_UNSUPPORTED_DIR_IMPORT(file, base === undefined ? undefined : shownName(base), href);
}

function notFound(file, href, base) {
  const { ERR_MODULE_NOT_FOUND } = require('errors');
  require('module/watch_report').missed(file);
  return new ERR_MODULE_NOT_FOUND(file, base === undefined ? undefined : shownName(base), href);
}

// What require() would have found: its name is offered to the user. Undefined when it finds nothing either.
function commonJSAlternative(specifier, base) {
  const { Module } = require('module/commonjs');
  const from = path.dirname(shownName(base));
  const dirs = isRelativeOrAbsolute(specifier) ? [from] : resolver.nodeModulesPaths(from);
  let found;
  try {
    found = Module._findPath(specifier, dirs, false);
  } catch {
    return undefined;
  }
  if (!found) return undefined;
  if (!isRelativeOrAbsolute(specifier)) {
    const inPackage = found.lastIndexOf(`/node_modules/${splitName(specifier).name}/`);
    if (inPackage !== -1) return encodePath(found.slice(inPackage + '/node_modules/'.length));
  }
  if (specifier[0] === '/') return encodePath(found);
  const relative = path.relative(from, found);
  return encodePath(relative.startsWith('../') ? relative : `./${relative}`);
}

/** A path as it has to be written in an import. */
function encodePath(file) {
  const names = file.split('/');
  return names.map((name) => (name === '.' || name === '..' ? name : encodeURI(name).replace(/[?#]/g, encodeURIComponent))).join('/');
}

function addHint(error, specifier, base) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'ERR_UNSUPPORTED_DIR_IMPORT') return;
  if (base === undefined || !base.startsWith('file:')) return;
  const found = commonJSAlternative(specifier.startsWith('file:') ? pathOfHref(specifier) : specifier, base);
  if (found !== undefined) error.message += `\nDid you mean to import ${JSON.stringify(found)}?`;
}

// --- the whole -------------------------------------------------------------------------------------------------------

function checkScheme(href, base) {
  const scheme = href.slice(0, href.indexOf(':'));
  if (scheme === 'file' || scheme === 'data' || scheme === 'node') return;
  const { ERR_UNSUPPORTED_ESM_URL_SCHEME } = require('errors');
  const { URL } = require('url');
  throw new ERR_UNSUPPORTED_ESM_URL_SCHEME(new URL(href), ['file', 'data', 'node']);
}

function hrefOf(specifier, base, conditions, keepSymlinks) {
  if (isRelativeOrAbsolute(specifier)) {
    let joined;
    try {
      joined = joinRelative(specifier, base);
    } catch (error) {
      throw unsupportedRequest(specifier, base, error);
    }
    return joined.href.startsWith('file:') ? finishFile(joined.href, joined.path, base, keepSymlinks) : joined.href;
  }
  let href;
  if (specifier[0] === '#') {
    href = importHref(specifier, base, conditions);
  } else if ((href = parseURL(specifier)) === undefined) {
    if (!base.startsWith('file:') && !publicModules.isPlainId(specifier)) {
      const { ERR_INVALID_URL } = require('errors');
      const error = new ERR_INVALID_URL(specifier);
      throw base.startsWith('data:') ? unsupportedRequest(specifier, base, error) : error;
    }
    href = packageHref(specifier, base, conditions);
  }
  return href.startsWith('file:') ? finishFile(href, undefined, base, keepSymlinks) : href;
}

/**
 * The URL that `specifier` means in the module `base` (a URL). `conditions`: a set; by default those of import.
 * Throws ERR_MODULE_NOT_FOUND and its kin. Schemes that nothing can load come back as they are.
 */
function resolve(specifier, base, conditions = undefined, isMain = false) {
  const { importConditions } = require('module/package_targets');
  const { preserveSymlinks, preserveSymlinksMain } = resolver.settings;
  resolver.enter();
  try {
    return hrefOf(specifier, base, conditions ?? importConditions(), isMain ? preserveSymlinksMain : preserveSymlinks);
  } catch (error) {
    addHint(error, specifier, base);
    throw error;
  } finally {
    resolver.leave();
  }
}

module.exports = { resolve, checkScheme, parsePackageName, isRelativeOrAbsolute };
