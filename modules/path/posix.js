'use strict';
// node:path for POSIX systems: '/' separates segments.

const { validateString } = require('validators');
const { CleanPath, extensionStart, withoutSuffix, formatWith } = require('path/segments');

const SLASH = 47;

let process;

function currentDirectory() {
  process ??= require('process_object');
  return process.cwd();
}

// Names are short: a loop over their characters takes less than a call of lastIndexOf().

/** The index of the last character that is not a trailing '/'; that of the first one when there is no other. */
function lastOfName(path) {
  let last = path.length - 1;
  while (last > 0 && path.charCodeAt(last) === SLASH) last--;
  return last;
}

/** The index of the last '/' at or before `at`; -1 when there is none. */
function slashBefore(path, at) {
  while (at >= 0 && path.charCodeAt(at) !== SLASH) at--;
  return at;
}

/** `clean`, which was read from a path that ends with `last` and is not empty, as join() and normalize() give it. */
function withTrailingSlash(clean, absolute, last) {
  const trailing = last.charCodeAt(last.length - 1) === SLASH;
  const path = absolute ? clean.absolute() : clean.relative();
  if (path === '') return trailing ? './' : '.';
  return trailing && path !== '/' ? `${path}/` : path;
}

const posix = {
  /**
   * Resolves segments from right to left into an absolute path; the working directory completes a relative one.
   * @param {...string} paths
   * @returns {string}
   */
  resolve(...paths) {
    let first = paths.length - 1;
    for (; first >= 0; first--) {
      if (typeof paths[first] !== 'string') validateString(paths[first], `paths[${first}]`);
      if (paths[first].charCodeAt(0) === SLASH) break;
    }
    const directory = first >= 0 ? '/' : currentDirectory();
    const clean = new CleanPath('/');
    for (let i = paths.length - 1; i >= first && i >= 0; i--) clean.prepend(paths[i]);
    if (first < 0) clean.prepend(directory);
    return directory.charCodeAt(0) === SLASH ? clean.absolute() : clean.relative() || '.';
  },

  /**
   * Resolves '.', '..' and repeated slashes; a trailing slash stays.
   * @param {string} path
   * @returns {string} '.' for an empty path
   */
  normalize(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    if (path === '') return '.';
    const clean = new CleanPath('/');
    clean.prepend(path);
    return withTrailingSlash(clean, path.charCodeAt(0) === SLASH, path);
  },

  /**
   * @param {string} path
   * @returns {boolean}
   */
  isAbsolute(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    return path.charCodeAt(0) === SLASH;
  },

  /**
   * Joins segments with '/' and normalizes the result.
   * @param {...string} paths
   * @returns {string} '.' when all are empty
   */
  join(...paths) {
    let first = '';
    let last = '';
    for (let i = 0; i < paths.length; i++) {
      const path = paths[i];
      if (typeof path !== 'string') validateString(path, 'path');
      if (path === '') continue;
      last = path;
      if (first === '') first = path;
    }
    if (first === '') return '.';
    const clean = new CleanPath('/');
    for (let i = paths.length - 1; i >= 0; i--) clean.prepend(paths[i]);
    return withTrailingSlash(clean, first.charCodeAt(0) === SLASH, last);
  },

  /**
   * The relative path that leads from `from` to `to`.
   * @param {string} from
   * @param {string} to
   * @returns {string} '' when both resolve to the same path
   */
  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    from = posix.resolve(from);
    to = posix.resolve(to);
    if (from === to) return '';

    const shorter = Math.min(from.length, to.length);
    let common = 0;
    let i = 1;
    for (; i < shorter && from.charCodeAt(i) === to.charCodeAt(i); i++) {
      if (from.charCodeAt(i) === SLASH) common = i;
    }
    if (i === shorter && (from.charCodeAt(i) === SLASH || to.charCodeAt(i) === SLASH)) common = i;

    let out = '';
    if (common + 1 < from.length) {
      for (let at = common; at !== -1; at = from.indexOf('/', at + 1)) out += out === '' ? '..' : '/..';
    }
    const rest = to.slice(common + 1);
    return out === '' || rest === '' ? out + rest : `${out}/${rest}`;
  },

  /**
   * Windows only: the path as it is.
   * @param {string} path
   * @returns {string}
   */
  toNamespacedPath(path) {
    return path;
  },

  /**
   * The directory a path is in; trailing slashes are ignored.
   * @param {string} path
   * @returns {string}
   */
  dirname(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    const slash = slashBefore(path, lastOfName(path));
    if (slash === -1) return '.';
    if (slash === 0) return '/';
    return slash === 1 && path.charCodeAt(0) === SLASH ? '//' : path.slice(0, slash);
  },

  /**
   * The last segment of a path; trailing slashes are ignored.
   * @param {string} path
   * @param {string} [suffix] removed from the end, unless it is the whole name
   * @returns {string}
   */
  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    if (typeof path !== 'string') validateString(path, 'path');
    const last = lastOfName(path);
    const start = slashBefore(path, last) + 1;
    return suffix === undefined ? path.slice(start, last + 1) : withoutSuffix(path, start, last + 1, suffix, 0);
  },

  /**
   * The last segment from its last '.', which may not be its first character.
   * @param {string} path
   * @returns {string}
   */
  extname(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    const end = lastOfName(path) + 1;
    return path.slice(extensionStart(path, slashBefore(path, end - 1) + 1, end), end);
  },

  /** The opposite of parse(): `dir` goes before `root`, `base` before `name` and `ext`. */
  format: formatWith.bind(null, '/'),

  /**
   * Takes a path apart.
   * @param {string} path
   * @returns {{root: string, dir: string, base: string, ext: string, name: string}}
   */
  parse(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    const root = path.charCodeAt(0) === SLASH ? '/' : '';
    const end = lastOfName(path) + 1;
    const slash = slashBefore(path, end - 1);
    const start = slash + 1;
    // In '/..' Node sees an extension, in '..' and 'a/..' none.
    const dot = slash === 0 && path.slice(1, end) === '..' ? 2 : extensionStart(path, start, end);
    const dir = slash >= root.length ? path.slice(0, slash) : root;
    return { root, dir, base: path.slice(start, end), ext: path.slice(dot, end), name: path.slice(start, dot) };
  },

  /**
   * Whether a path matches a glob pattern.
   * @param {string} path
   * @param {string} pattern
   * @returns {boolean}
   */
  matchesGlob(path, pattern) {
    return require('path/glob').matchesGlob(path, pattern, false);
  },

  sep: '/',
  delimiter: ':',
  win32: null,
  posix: null,
};

posix.posix = posix;
posix._makeLong = posix.toNamespacedPath;

module.exports = posix;
posix.win32 = require('path/win32');
