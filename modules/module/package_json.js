'use strict';
// package.json files: read once, kept as records of the few fields that resolution needs.
// A record lives as long as the process; that a file is absent is remembered only while a require runs.

const native = binding('module');

const records = new Map();       // path of a package.json -> record
let absent = new Set();          // paths where none is
let scopes = new Map();          // directory -> record of its scope, or null

// A plain Error with a code, unlike the ERR_INVALID_PACKAGE_CONFIG of what the fields say.
function invalid(path, base) {
  const error = new Error(`Invalid package config ${path}${base ?? ''}.`);
  error.code = 'ERR_INVALID_PACKAGE_CONFIG';
  return error;
}

function parse(text, path, base) {
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    throw invalid(path, base);
  }
  if (json === null || typeof json !== 'object' || Array.isArray(json)) throw invalid(path, base);
  // What a program put on Object.prototype is not in the file.
  const { name, main, type, exports, imports } = Object.setPrototypeOf(json, null);
  if (name !== undefined && typeof name !== 'string') throw invalid(path, base);
  if (type !== undefined && typeof type !== 'string') throw invalid(path, base);
  return {
    path,
    dir: path.slice(0, -'/package.json'.length),
    name,
    main: typeof main === 'string' ? main : undefined,
    type: type === 'module' || type === 'commonjs' ? type : 'none',
    exports: typeof exports === 'string' || typeof exports === 'object' ? exports ?? undefined : undefined,
    imports: typeof imports === 'object' ? imports ?? undefined : undefined,
  };
}

/**
 * The record of the package.json in `dir` (absolute, '' for the root), undefined when there is none.
 * `base` (' while importing ...') goes into the message of ERR_INVALID_PACKAGE_CONFIG.
 */
function readPackage(dir, base) {
  const path = `${dir}/package.json`;
  const known = records.get(path);
  if (known !== undefined) return known;
  if (absent.has(path)) return undefined;
  const text = native.readAllowedFile(path);
  if (typeof text !== 'string') {
    absent.add(path);
    return undefined;
  }
  const record = parse(text, path, base);
  records.set(path, record);
  return record;
}

/** The record of the package.json nearest to `dir`, looking upwards, not beyond a node_modules folder; or null. */
function scopeOfDirectory(dir) {
  const known = scopes.get(dir);
  if (known !== undefined) return known;
  let scope = null;
  if (!dir.endsWith('/node_modules')) {
    scope = readPackage(dir) ?? (dir === '' ? null : scopeOfDirectory(dir.slice(0, dir.lastIndexOf('/'))));
  }
  scopes.set(dir, scope);
  return scope;
}

/** The package scope of the file at the absolute `path`: a record, or null. */
function scopeOf(path) {
  return scopeOfDirectory(path.slice(0, path.lastIndexOf('/')));
}

/** Forgets what may change on disk between two programs' steps: that a file was absent, and what followed from it. */
function forgetAbsent() {
  if (absent.size !== 0) absent = new Set();
  if (scopes.size !== 0) scopes = new Map();
}

/** Forgets every package, for the warm-up run (main/warm_up.js). */
function forgetAll() {
  records.clear();
  absent.clear();
  scopes.clear();
}

module.exports = { forgetAll, readPackage, scopeOf, scopeOfDirectory, forgetAbsent };
