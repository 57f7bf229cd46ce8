'use strict';
// node:path for POSIX systems: '/' separates segments.

const { validateString } = require('validators');
const { isClean, resolveDots, extensionStart, withoutSuffix, formatWith } = require('path/segments');

const SLASH = 47;
const DOT = 46;

let process;

function currentDirectory() {
  process ??= require('process_object');
  return process.cwd();
}

/** The index of the last character that is not a trailing '/', not less than `first`. */
function lastOfName(path, first) {
  let last = path.length - 1;
  while (last > first && path.charCodeAt(last) === SLASH) last--;
  return last;
}

/** The last segment, with trailing slashes ignored. */
function lastSegment(path) {
  const last = lastOfName(path, 0);
  if (last <= 0 && path.charCodeAt(0) === SLASH) return '';
  return path.slice(path.lastIndexOf('/', last) + 1, last + 1);
}

/** normalize() without checking its argument, for non-empty paths. */
function normalized(path) {
  if (path.charCodeAt(0) !== DOT && isClean(path, '/', '//', '/.')) return path;
  const absolute = path.charCodeAt(0) === SLASH;
  const trailing = path.charCodeAt(path.length - 1) === SLASH;
  const body = resolveDots(path, absolute, '/');
  if (body === '') return absolute ? '/' : trailing ? './' : '.';
  if (absolute) return trailing ? `/${body}/` : `/${body}`;
  return trailing ? `${body}/` : body;
}

const posix = {
  /**
   * Resolves segments from right to left into an absolute path; the working directory completes a relative one.
   * @param {...string} paths
   * @returns {string}
   */
  resolve(...paths) {
    let path = '';
    let absolute = false;
    for (let i = paths.length - 1; i >= 0 && !absolute; i--) {
      const segment = paths[i];
      if (typeof segment !== 'string') validateString(segment, `paths[${i}]`);
      if (segment === '') continue;
      path = path === '' ? segment : `${segment}/${path}`;
      absolute = segment.charCodeAt(0) === SLASH;
    }
    if (!absolute) {
      const directory = currentDirectory();
      path = path === '' ? directory : `${directory}/${path}`;
      absolute = directory.charCodeAt(0) === SLASH;
    }
    if (!absolute) return resolveDots(path, false, '/') || '.';
    if (!isClean(path, '/', '//', '/.')) return `/${resolveDots(path, true, '/')}`;
    return path.length > 1 && path.charCodeAt(path.length - 1) === SLASH ? path.slice(0, -1) : path;
  },

  /**
   * Resolves '.', '..' and repeated slashes; a trailing slash stays.
   * @param {string} path
   * @returns {string} '.' for an empty path
   */
  normalize(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    return path === '' ? '.' : normalized(path);
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
    let path = '';
    for (let i = 0; i < paths.length; i++) {
      const segment = paths[i];
      if (typeof segment !== 'string') validateString(segment, 'path');
      if (segment !== '') path = path === '' ? segment : `${path}/${segment}`;
    }
    return path === '' ? '.' : normalized(path);
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
    const slash = path.lastIndexOf('/', lastOfName(path, 0));
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
    const base = lastSegment(path);
    return suffix === undefined ? base : withoutSuffix(base, suffix, path, 0);
  },

  /**
   * The last segment from its last '.', which may not be its first character.
   * @param {string} path
   * @returns {string}
   */
  extname(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    const base = lastSegment(path);
    return base.slice(extensionStart(base));
  },

  /** The opposite of parse(): `dir` goes before `root`, `base` before `name` and `ext`. */
  format: formatWith.bind(null, '/'),

  /**
   * Takes a path apart.
   * @param {string} path
   * @returns {{root: string, dir: string, base: string, ext: string, name: string}}
   */
  parse(path) {
    validateString(path, 'path');
    const root = path.charCodeAt(0) === SLASH ? '/' : '';
    const base = lastSegment(path);
    const slash = path.lastIndexOf('/', lastOfName(path, 0));
    // In '/..' Node sees an extension, in '..' and 'a/..' none.
    const dot = base === '..' && slash === 0 ? 1 : extensionStart(base);
    const dir = slash >= root.length ? path.slice(0, slash) : root;
    return { root, dir, base, ext: base.slice(dot), name: base.slice(0, dot) };
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
