'use strict';
// The "exports" and "imports" fields of package.json: from a subpath to a target (esm.md, "Resolver algorithm").
// A target is given back as written in the field, its pattern filled in: './lib/a.js', or for "imports" also a bare name.
// Loaded when the first package with such a field is met.

const { getOption } = require('options');

let conditionSets;

function conditionsFromOptions() {
  const mayLoadAddons = getOption('--addons') !== false && binding('permission').has('addon');
  const addons = mayLoadAddons ? ['node-addons'] : [];
  const own = getOption('--conditions') ?? [];
  const moduleSync = getOption('--experimental-require-module') === false ? [] : ['module-sync'];
  return {
    require: new Set(['require', 'node', ...addons, ...moduleSync, ...own]),
    import: new Set(['node', 'import', 'module-sync', ...addons, ...own]),
  };
}

/** The conditions that hold for require(). */
function requireConditions() {
  return (conditionSets ??= conditionsFromOptions()).require;
}

/** The conditions that hold for import. */
function importConditions() {
  return (conditionSets ??= conditionsFromOptions()).import;
}

function warn(message, code) {
  require('process_object').emitWarning(message, 'DeprecationWarning', code);
}

const trailingSlashWarned = new Set();

function warnTrailingSlash(pkg, subpath, field, base) {
  const key = `${pkg.path}|${subpath}`;
  if (trailingSlashWarned.has(key)) return;
  trailingSlashWarned.add(key);
  warn(`Use of deprecated trailing slash pattern mapping "${subpath}" in the "${field}" field module resolution of ` +
    `the package at ${pkg.path}${importedFrom(base)}. Mapping specifiers ending in "/" is no longer supported.`, 'DEP0155');
}

function importedFrom(base) {
  return base ? ` imported from ${base}` : '';
}

function decodeSegment(segment) {
  return segment.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))).toLowerCase();
}

// 'invalid' when a segment would leave the package or enter node_modules, 'empty' when one is empty, else ''.
function segmentProblem(path) {
  let problem = '';
  for (const segment of path.split(/[\\/]/)) {
    if (segment === '') {
      problem = 'empty';
      continue;
    }
    const decoded = decodeSegment(segment);
    if (decoded === '.' || decoded === '..' || decoded === 'node_modules') return 'invalid';
  }
  return problem;
}

function isURL(text) {
  const { URL } = require('url');
  return URL.canParse(text);
}

// One resolution: what was asked of which package, on whose behalf.
class Request {
  constructor(pkg, field, subpath, base, conditions) {
    this.pkg = pkg;
    this.field = field;
    this.subpath = subpath;
    this.base = base;
    this.conditions = conditions;
    this.key = subpath;          // the field's key that matched
    this.match = undefined;      // what '*' stands for
  }

  invalidTarget(target) {
    const { ERR_INVALID_PACKAGE_TARGET } = require('errors');
    const shown = typeof target === 'object' && target !== null ? JSON.stringify(target, null, '') : `${target}`;
    return new ERR_INVALID_PACKAGE_TARGET(`${this.pkg.dir}/`, this.key, shown, this.field === 'imports', this.base);
  }

  invalidConfig(detail) {
    const { ERR_INVALID_PACKAGE_CONFIG } = require('errors');
    return new ERR_INVALID_PACKAGE_CONFIG(this.pkg.path, this.base, detail);
  }

  resolveString(target) {
    const pattern = this.match !== undefined;
    if (!pattern && this.key !== this.subpath && !target.endsWith('/')) throw this.invalidTarget(target);
    if (!target.startsWith('./')) {
      if (this.field !== 'imports' || target.startsWith('../') || target.startsWith('/') || isURL(target)) {
        throw this.invalidTarget(target);
      }
      return pattern ? target.replaceAll('*', () => this.match) : target;
    }
    const problem = segmentProblem(target.slice(2));
    if (problem === 'invalid') throw this.invalidTarget(target);
    if (problem === 'empty' && !pattern) this.warnSlashes(target);
    return pattern ? this.fillPattern(target) : target;
  }

  fillPattern(target) {
    const problem = this.match === '' ? '' : segmentProblem(this.match);
    if (problem === 'invalid') this.throwInvalidMatch();
    const filled = target.replaceAll('*', () => this.match);
    if (problem === 'empty' && !this.subpath.endsWith('/')) this.warnSlashes(filled); // that was reported already
    return filled;
  }

  throwInvalidMatch() {
    const { ERR_INVALID_MODULE_SPECIFIER } = require('errors');
    const reason = `request is not a valid match in pattern "${this.key}" for the "${this.field}" resolution of ${this.pkg.path}`;
    throw new ERR_INVALID_MODULE_SPECIFIER(this.subpath, reason, this.base);
  }

  warnSlashes(target) {
    const kind = /[\\/]{2}/.test(this.match === undefined ? target : this.subpath) ? 'double slash' : 'leading or trailing slash matching';
    const asked = this.subpath === this.key ? `"${this.key}"` : `"${this.subpath}" matched to "${this.key}"`;
    warn(`Use of deprecated ${kind} resolving "${target}" for module request ${asked} in the "${this.field}" field ` +
      `module resolution of the package at ${this.pkg.path}${importedFrom(this.base)}.`, 'DEP0166');
  }

  // A string; null when the field says there is nothing; undefined when no condition held.
  resolveTarget(target) {
    if (typeof target === 'string') return this.resolveString(target);
    if (Array.isArray(target)) return this.resolveAlternatives(target);
    if (target === null) return null;
    if (typeof target === 'object') return this.resolveConditions(target);
    throw this.invalidTarget(target);
  }

  resolveAlternatives(targets) {
    if (targets.length === 0) return null;
    let lastError;
    let lastResult;
    for (const target of targets) {
      let result;
      try {
        result = this.resolveTarget(target);
      } catch (error) {
        if (error.code !== 'ERR_INVALID_PACKAGE_TARGET') throw error;
        lastError = error;
        continue;
      }
      if (result === undefined) continue;
      if (result === null) {
        lastResult = null;
        lastError = undefined;
        continue;
      }
      return result;
    }
    if (lastError !== undefined) throw lastError;
    return lastResult;
  }

  resolveConditions(target) {
    const keys = Object.keys(target);
    for (const key of keys) {
      if (isArrayIndex(key)) throw this.invalidConfig(`"${this.field}" cannot contain numeric property keys.`);
    }
    for (const key of keys) {
      if (key !== 'default' && !this.conditions.has(key)) continue;
      const result = this.resolveTarget(target[key]);
      if (result !== undefined) return result;
    }
    return undefined;
  }

  // The value of the map's best key for this subpath; undefined when none fits.
  resolveMap(map) {
    const { subpath } = this;
    if (Object.hasOwn(map, subpath) && !subpath.includes('*') && !subpath.endsWith('/')) return this.resolveTarget(map[subpath]);
    const key = this.bestPattern(map);
    if (key === undefined) return undefined;
    const star = key.indexOf('*');
    this.key = key;
    this.match = subpath.slice(star, subpath.length - (key.length - star - 1));
    return this.resolveTarget(map[key]);
  }

  // Of the keys with one '*' that fit, the one with the longest text before it, then the longest.
  bestPattern(map) {
    const { subpath } = this;
    let best;
    let bestStar = -1;
    for (const key of Object.keys(map)) {
      const star = key.indexOf('*');
      if (star === -1 || !subpath.startsWith(key.slice(0, star))) continue;
      if (this.field === 'exports' && subpath.endsWith('/')) warnTrailingSlash(this.pkg, subpath, this.field, this.base);
      if (key.lastIndexOf('*') !== star || subpath.length < key.length || !subpath.endsWith(key.slice(star + 1))) continue;
      if (star > bestStar || (star === bestStar && key.length > best.length)) {
        best = key;
        bestStar = star;
      }
    }
    return best;
  }
}

function isArrayIndex(key) {
  const number = +key;
  return `${number}` === key && number >= 0 && number < 0xFFFF_FFFF;
}

// Whether "exports" is the sugar for one main entry: a string, an array or an object of conditions.
function isMainOnly(request, exports) {
  if (typeof exports === 'string' || Array.isArray(exports)) return true;
  if (typeof exports !== 'object') return false;
  const keys = Object.keys(exports);
  const mainOnly = keys.length !== 0 && (keys[0] === '' || keys[0][0] !== '.');
  for (const key of keys) {
    if ((key === '' || key[0] !== '.') !== mainOnly) {
      throw request.invalidConfig('"exports" cannot contain some keys starting with \'.\' and some not. ' +
        'The exports object must either be an object of package subpath keys or an object of main entry condition ' +
        'name keys only.');
    }
  }
  return mainOnly;
}

/**
 * The target of `subpath` ('.' or './x') in the package's "exports".
 * Throws ERR_PACKAGE_PATH_NOT_EXPORTED when there is none.
 */
function resolveExports(pkg, subpath, base, conditions) {
  const request = new Request(pkg, 'exports', subpath, base, conditions);
  let { exports } = pkg;
  if (isMainOnly(request, exports)) exports = { '.': exports };
  const target = request.resolveMap(exports);
  if (target != null) return target;
  const { ERR_PACKAGE_PATH_NOT_EXPORTED } = require('errors');
  throw new ERR_PACKAGE_PATH_NOT_EXPORTED(`${pkg.dir}/`, subpath, base);
}

/**
 * The target of `name` ('#x') in the "imports" of `pkg`: './x', or a bare name to be resolved from the package.
 * `pkg` may be null: no package around. Throws ERR_PACKAGE_IMPORT_NOT_DEFINED when there is none.
 */
function resolveImports(pkg, name, base, conditions) {
  if (name === '#' || name.startsWith('#/') || name.endsWith('/')) {
    const { ERR_INVALID_MODULE_SPECIFIER } = require('errors');
    throw new ERR_INVALID_MODULE_SPECIFIER(name, 'is not a valid internal imports specifier name', base);
  }
  if (pkg !== null && pkg.imports !== undefined) {
    const target = new Request(pkg, 'imports', name, base, conditions).resolveMap(pkg.imports);
    if (target != null) return target;
  }
  const { ERR_PACKAGE_IMPORT_NOT_DEFINED } = require('errors');
  throw new ERR_PACKAGE_IMPORT_NOT_DEFINED(name, pkg === null ? undefined : `${pkg.dir}/`, base);
}

/** The absolute path of a './' target; its percent-encoding is undone as in a URL. */
function targetToPath(pkg, target, base) {
  if (!/[%?#\\\t\n\r]/.test(target)) return pkg.dir + target.slice(1);
  const { fileURLToPath } = require('url');
  return fileURLToPath(targetToURL(pkg, target, base));
}

/** The file: URL (object) of a './' target. */
function targetToURL(pkg, target, base) {
  const { URL, pathToFileURL } = require('url');
  const url = new URL(target, pathToFileURL(pkg.path));
  if (/%2f|%5c/i.test(url.pathname)) {
    const { ERR_INVALID_MODULE_SPECIFIER } = require('errors');
    throw new ERR_INVALID_MODULE_SPECIFIER(`${url}`, 'must not include encoded "/" or "\\" characters', base);
  }
  return url;
}

module.exports = { requireConditions, importConditions, resolveExports, resolveImports, targetToPath, targetToURL };
