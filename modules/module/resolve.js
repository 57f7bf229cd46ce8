'use strict';
// From a name to a file on disk, the CommonJS way: files, extensions, folders, node_modules, symbolic links.
// What the disk said is remembered while the outermost require runs, and forgotten when it returns.

const native = binding('module');
const path = require('path');
const { getOption } = require('options');
const packages = require('module/package_json');
const { replacedFs } = require('module/replaced_fs');

const FILE = 0;
const DIRECTORY = 1;

const settings = {
  get preserveSymlinks() { return getOption('--preserve-symlinks') === true; },
  get preserveSymlinksMain() { return getOption('--preserve-symlinks-main') === true; },
};

let kinds = null;                  // path -> 0 file, 1 directory, 2 and 3 the same behind a symbolic link, or -errno
const realDirectories = new Map(); // directory as reached -> without symbolic links
const nodeModulesOf = new Map();   // directory -> its node_modules lookup list
let depth = 0;
let customStat;                    // Module._stat when a user replaced it

/** Begins a require: until the matching leave(), what the disk said is trusted. */
function enter() {
  if (depth++ === 0) kinds = new Map();
}

/** Ends a require. */
function leave() {
  if (--depth === 0) {
    kinds = null;
    packages.forgetAbsent();
  }
}

function kindOf(file) {
  if (kinds === null) return native.stat(file);
  let kind = kinds.get(file);
  if (kind !== undefined) return kind;
  kind = native.stat(file);
  // Not so of what is absent: a module may make the file that it requires then.
  if (kind >= 0) kinds.set(file, kind);
  return kind;
}

/** 0 for a file, 1 for a directory (symbolic links followed), negative when there is nothing. */
function stat(file) {
  return customStat === undefined ? ownStat(file) : customStat(file);
}

/** stat, whatever a user put into Module._stat: theirs may ask it. */
function ownStat(file) {
  const kind = kindOf(file);
  return kind >= 0 ? kind & 1 : kind;
}

function setCustomStat(replacement) {
  customStat = replacement;
}

function nativeRealpath(file) {
  const real = native.realpath(file);
  if (typeof real === 'string') return real;
  const { uvException } = require('errors');
  throw uvException({ errno: real, syscall: 'realpath', path: file });
}

/**
 * The file without symbolic links. Only a file whose folder is new costs more than the stat already made.
 * @param {(name: string) => object?} [replaced] as replacedFs()
 */
function toRealPath(file, replaced = replacedFs) {
  // Who has files of their own shows them through fs, too.
  const fs = customStat === undefined ? replaced('realpathSync') : require('fs');
  if (fs !== null) return fs.realpathSync(file, {});
  const kind = kindOf(file);
  if (kind !== FILE && kind !== DIRECTORY) return nativeRealpath(file);
  const slash = file.lastIndexOf('/');
  if (slash === 0) return file;
  const dir = file.slice(0, slash);
  let real = realDirectories.get(dir);
  if (real === undefined) realDirectories.set(dir, real = nativeRealpath(dir));
  return real === dir ? file : `${real === '/' ? '' : real}${file.slice(slash)}`;
}

function keepsSymlinks(isMain) {
  return isMain ? settings.preserveSymlinksMain : settings.preserveSymlinks;
}

/** The path to load `file` by when it is a file, else undefined. */
function tryFile(file, isMain) {
  if (stat(file) !== FILE) return undefined;
  return keepsSymlinks(isMain) ? path.resolve(file) : toRealPath(file);
}

function tryExtensions(file, extensions, isMain) {
  for (let i = 0; i < extensions.length; i++) {
    const found = tryFile(file + extensions[i], isMain);
    if (found !== undefined) return found;
  }
  return undefined;
}

// A folder by its "main", else by its index.
function tryDirectory(dir, extensions, isMain, request) {
  const pkg = packages.readPackage(dir === '/' ? '' : dir);
  const index = path.resolve(dir, 'index');
  if (!pkg?.main) return tryExtensions(index, extensions, isMain);
  const main = path.resolve(dir, pkg.main);
  const found = tryFile(main, isMain) ?? tryExtensions(main, extensions, isMain) ??
    tryExtensions(path.resolve(main, 'index'), extensions, isMain);
  if (found !== undefined) return found;
  const fallback = tryExtensions(index, extensions, isMain);
  if (fallback === undefined) throw missingMain(main, pkg, request);
  require('process_object').emitWarning(
    `Invalid 'main' field in '${pkg.path}' of '${pkg.main}'. Please either fix that or report it to the module author`,
    'DeprecationWarning', 'DEP0128');
  return fallback;
}

function missingMain(main, pkg, request) {
  const error = new Error(`Cannot find module '${main}'. Please verify that the package.json has a valid "main" entry`);
  error.code = 'MODULE_NOT_FOUND';
  error.path = pkg.path;
  error.requestPath = request;
  return error;
}

/** Whether the request is looked up from the folder of who asks: '.', '..', './x', '../x' (and '..x', as on Node). */
function isRelative(request) {
  if (request.charCodeAt(0) !== 46) return false;
  const second = request.charCodeAt(1);
  return second !== second || second === 46 || second === 47;
}

// 'x/', 'x/.', 'x/..' and '.' and '..' mean a folder.
function meansDirectory(request) {
  const last = request.charCodeAt(request.length - 1);
  if (last === 47) return true;
  return last === 46 && /(?:^|\/)\.{1,2}$/.test(request);
}

/** Splits 'name/sub' and '@scope/name/sub' into the package's name and './sub' ('.' for the bare name). */
function splitPackageName(request) {
  const first = request.charCodeAt(0);
  if (first === 46 || first === 47 || first === 35 || request === '') return undefined;
  let end = request.indexOf('/');
  if (first === 64) {
    if (end < 2) return undefined;
    end = request.indexOf('/', end + 1);
    if (end === request.indexOf('/') + 1) return undefined;
  }
  const name = end === -1 ? request : request.slice(0, end);
  if (name.includes('\\') || name.includes('%')) return undefined;
  return { name, subpath: end === -1 ? '.' : `.${request.slice(end)}` };
}

function exportedFile(pkg, subpath, base, conditions, missingPath) {
  const targets = require('module/package_targets');
  const target = targets.resolveExports(pkg, subpath, base, conditions ?? targets.requireConditions());
  return existingTarget(targets.targetToPath(pkg, target, base), missingPath);
}

function existingTarget(file, missingPath) {
  const found = tryFile(file, false);
  if (found !== undefined) return found;
  const error = new Error(`Cannot find module '${file}'`);
  error.code = 'MODULE_NOT_FOUND';
  if (missingPath !== undefined) error.path = missingPath;
  throw error;
}

/** The file that `request` names through the "exports" of a package in `nodeModules`; undefined without "exports". */
function resolvePackageExports(nodeModules, request, conditions) {
  const parts = splitPackageName(request);
  if (parts === undefined) return undefined;
  const dir = path.resolve(nodeModules, parts.name);
  const pkg = packages.readPackage(dir);
  if (pkg?.exports === undefined) return undefined;
  return exportedFile(pkg, parts.subpath, undefined, conditions, dir);
}

/** The file that `request` names when it begins with the name of the package that `parentPath` is in. */
function resolveSelf(parentPath, request, conditions) {
  const pkg = packages.scopeOf(parentPath);
  if (pkg === null || pkg.exports === undefined || pkg.name === undefined) return undefined;
  if (request !== pkg.name && !request.startsWith(`${pkg.name}/`)) return undefined;
  return exportedFile(pkg, `.${request.slice(pkg.name.length)}`, parentPath, conditions, pkg.path);
}

/** What '#name' stands for in the package of `parentPath`: {file} or {bare, pkg}; undefined without "imports". */
function resolveImport(parentPath, request, conditions) {
  const pkg = packages.scopeOf(parentPath);
  if (pkg === null || pkg.imports === undefined) return undefined;
  const targets = require('module/package_targets');
  const target = targets.resolveImports(pkg, request, parentPath, conditions ?? targets.requireConditions());
  if (!target.startsWith('./')) return { file: undefined, bare: target, pkg };
  const file = existingTarget(targets.targetToPath(pkg, target, parentPath), pkg.path);
  return { file, bare: undefined, pkg };
}

// `bare`: a name to be found below node_modules, not a path.
function searchOne(dir, request, bare, folderOnly, extensions, isMain, conditions) {
  if (bare) {
    if (dir !== '' && stat(dir) !== DIRECTORY) return undefined;
    const exported = resolvePackageExports(dir, request, conditions);
    if (exported !== undefined) return exported;
  }
  const base = path.resolve(dir, request);
  const kind = stat(base);
  let found;
  if (!folderOnly) {
    if (kind === FILE) found = keepsSymlinks(isMain) ? base : toRealPath(base);
    found ??= tryExtensions(base, extensions(), isMain);
  }
  if (found === undefined && kind === DIRECTORY) found = tryDirectory(base, extensions(), isMain, request);
  return found;
}

/**
 * Looks for `request` in each of `dirs` ([''] for an absolute path). `extensions()` gives the list to try.
 * Returns the file's path, undefined when there is none.
 */
function search(request, dirs, isMain, extensions, conditions) {
  const folderOnly = meansDirectory(request);
  const bare = request.charCodeAt(0) !== 47 && !isRelative(request);
  for (let i = 0; i < dirs.length; i++) {
    const found = searchOne(dirs[i], request, bare, folderOnly, extensions, isMain, conditions);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The node_modules folders that a file in the absolute directory `dir` looks into, nearest first. A fresh list. */
function nodeModulesPaths(dir) {
  let list = nodeModulesOf.get(dir);
  if (list === undefined) nodeModulesOf.set(dir, list = listNodeModules(dir));
  return list.slice();
}

function listNodeModules(dir) {
  const list = [];
  let end = dir === '/' ? 0 : dir.length;
  while (end > 0) {
    const start = dir.lastIndexOf('/', end - 1);
    if (dir.slice(start + 1, end) !== 'node_modules') list.push(`${dir.slice(0, end)}/node_modules`);
    end = start;
  }
  list.push('/node_modules');
  return list;
}

/** Forgets what was found on disk, for the warm-up run (main/warm_up.js). */
function forgetAll() {
  realDirectories.clear();
  nodeModulesOf.clear();
}

module.exports = {
  forgetAll,
  settings,
  enter,
  leave,
  stat, ownStat, customStat: () => customStat,
  setCustomStat,
  toRealPath,
  tryFile,
  isRelative,
  splitPackageName,
  resolveSelf,
  resolveImport,
  search,
  nodeModulesPaths,
};
