'use strict';
// What posix and win32 paths share: removing '.', '..' and empty segments, taking a file name apart, format().

const { validateObject } = require('validators');

const DOT = 46;

/**
 * Whether a path has no empty, '.' or '..' segment behind a separator, so that normalizing it changes nothing there.
 * Only built-in searches: paths are mostly clean, and this runs cold at start-up, where a loop over characters is slow.
 */
function isClean(path, separator, doubleSeparator, separatorDot) {
  if (path.includes(doubleSeparator)) return false;
  for (let at = path.indexOf(separatorDot); at !== -1; at = path.indexOf(separatorDot, at + 2)) {
    const next = at + (path.charCodeAt(at + 2) === DOT ? 3 : 2);
    if (next >= path.length || path[next] === separator) return false;
  }
  return true;
}

/**
 * Resolves '.' and '..' and drops empty segments. The result has no separator at either end. A '..' that goes above the
 * start is kept when the path is relative and dropped when it is absolute.
 */
function resolveDots(path, absolute, separator) {
  let start = cleanPrefix(path, separator);
  let out = start === 0 ? '' : path.slice(path[0] === separator ? 1 : 0, start - 1);
  let kept = 0; // how much of `out` is '..' segments that nothing can take back
  for (let end; start < path.length; start = end + 1) {
    end = path.indexOf(separator, start);
    if (end === -1) end = path.length;
    const segment = path.slice(start, end);
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') {
      out = out === '' ? segment : out + separator + segment;
    } else if (out.length > kept) {
      out = out.slice(0, Math.max(out.lastIndexOf(separator), 0));
    } else if (!absolute) {
      out = out === '' ? '..' : `${out}${separator}..`;
      kept = out.length;
    }
  }
  return out;
}

/** Where the first segment begins that is empty or begins with '.', or 0 when the path begins with such a one. */
function cleanPrefix(path, separator) {
  if (path.charCodeAt(0) === DOT) return 0;
  const dot = path.indexOf(`${separator}.`);
  const double = path.indexOf(separator + separator);
  if (dot === -1) return double + 1;
  return double === -1 || dot < double ? dot + 1 : double + 1;
}

/** Where the extension of a file name begins; the name's length when there is none. */
function extensionStart(base) {
  const dot = base.lastIndexOf('.');
  return dot <= 0 || base === '..' ? base.length : dot;
}

/**
 * A file name without `suffix`, unless that would leave nothing. As in Node, separators behind a name stay when the
 * name is the end of a longer suffix. `first` is where the path's root ends.
 */
function withoutSuffix(base, suffix, path, first) {
  if (suffix === path) return '';
  if (suffix.length <= base.length) {
    return suffix !== '' && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
  }
  if (suffix.length > path.length || !suffix.endsWith(base)) return base;
  return path.slice(base === '' ? first : path.lastIndexOf(base));
}

/** path.format(): dir (or root), then base (or name and ext). Throws ERR_INVALID_ARG_TYPE. */
function formatWith(separator, pathObject) {
  validateObject(pathObject, 'pathObject');
  const dir = pathObject.dir || pathObject.root;
  const base = pathObject.base || `${pathObject.name || ''}${formatExtension(pathObject.ext)}`;
  if (!dir) return base;
  return dir === pathObject.root ? `${dir}${base}` : `${dir}${separator}${base}`;
}

function formatExtension(extension) {
  if (!extension) return '';
  return extension[0] === '.' ? extension : `.${extension}`;
}

module.exports = { isClean, resolveDots, extensionStart, withoutSuffix, formatWith };
