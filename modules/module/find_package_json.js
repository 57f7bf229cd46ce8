'use strict';
// module.findPackageJSON(): which package.json a specifier belongs to.

const path = require('path');
const packages = require('module/package_json');
const { isRelativeOrAbsolute, parsePackageName } = require('module/esm/resolve');

function isURL(value) {
  return typeof value?.href === 'string' && typeof value.protocol === 'string';
}

function hrefOfBase(base) {
  if (base === undefined) return 'data:';
  if (isURL(base)) return base.href;
  require('validators').validateString(base, 'base');
  if (path.isAbsolute(base)) return require('module/esm/urls').hrefOfPath(base);
  const { URL } = require('url');
  return new URL(base).href;
}

function pathOf(href) {
  return require('url').fileURLToPath(href);
}

function absoluteHref(specifier, base) {
  const { URL } = require('url');
  try {
    return new URL(specifier, base).href;
  } catch (cause) {
    const { ERR_UNSUPPORTED_RESOLVE_REQUEST } = require('errors');
    const error = new ERR_UNSUPPORTED_RESOLVE_REQUEST(specifier, base);
    error.cause = cause;
    throw error;
  }
}

// The nearest package.json upwards from what the URL names; the folder itself counts when it is one.
function nearest(href) {
  const file = pathOf(href).replace(/\/$/, '');
  const { stat } = require('module/resolve');
  const dir = stat(file) === 1 ? file : path.dirname(file);
  return packages.scopeOfDirectory(dir === '/' ? '' : dir)?.path;
}

function ofPackage(specifier, base) {
  if (!base.startsWith('file:')) {
    const { URL } = require('url');
    // Nothing to look from: fails as resolving a file from there does.
    return new URL('./package.json', base);
  }
  const { name } = parsePackageName(specifier, base);
  const from = pathOf(base);
  const self = packages.scopeOf(from);
  if (self?.name === name && self.exports !== undefined) return self.path;
  const { nodeModulesPaths, stat } = require('module/resolve');
  for (const nodeModules of nodeModulesPaths(path.dirname(from))) {
    const dir = path.resolve(nodeModules, name);
    if (stat(dir) === 1 && packages.readPackage(dir) !== undefined) return path.join(dir, 'package.json');
  }
  const { ERR_MODULE_NOT_FOUND } = require('errors');
  throw new ERR_MODULE_NOT_FOUND(name, from, null);
}

/**
 * The path of the package.json of `specifier` (a name, a path, a URL) as seen from `base` (a path or file: URL): the
 * package's own for a name, the nearest for anything else. Undefined when there is none.
 */
function findPackageJSON(specifier, base = undefined) {
  if (arguments.length === 0) {
    const { ERR_MISSING_ARGS } = require('errors');
    throw new ERR_MISSING_ARGS('specifier');
  }
  try {
    if (isURL(specifier)) return nearest(specifier.href);
    const from = hrefOfBase(base);
    const text = `${specifier}`;
    if (isRelativeOrAbsolute(text)) return nearest(absoluteHref(text, from));
    const { URL } = require('url');
    return URL.canParse(text) ? nearest(text) : ofPackage(text, from);
  } finally {
    packages.forgetAbsent();
  }
}

module.exports = { findPackageJSON };
