'use strict';
// What posix and win32 paths share: removing '.', '..' and empty segments, taking a file name apart, format().

const { validateObject } = require('validators');

const DOT = 46;

/**
 * A path without its '.', '..' and empty segments, read from its end: there a '..' only has to take away the next segment
 * that would stay. Neighbours that stay are taken over in one slice, so what is clean already is not copied.
 */
class CleanPath {
  /** @param {'/'|'\\'} separator */
  constructor(separator) {
    this.separator = separator;
    this.code = separator.charCodeAt(0);
    this.kept = ''; // the segments that stay
    this.hasRoot = false; // whether `kept` begins with a separator
    this.ups = 0; // how many '..' have found nothing to take away yet
  }

  /** Puts the segments of `path` in front of what is here. */
  prepend(path) {
    const { code } = this;
    let runEnd = 0; // where the neighbours that stay end; 0: there are none
    let end = path.length;
    while (end > 0) {
      let start = end;
      while (start > 0 && path.charCodeAt(start - 1) !== code) start--;
      if (this.keeps(path, start, end)) {
        if (runEnd === 0) runEnd = end;
      } else if (runEnd !== 0) {
        this.putInFront(path.slice(end + 1, runEnd));
        runEnd = 0;
      }
      end = start - 1;
    }
    if (runEnd === 0) return;
    this.putInFront(path.slice(0, runEnd));
    this.hasRoot = path.charCodeAt(0) === code;
  }

  /** Whether the segment from `start` to `end` stays. */
  keeps(path, start, end) {
    if (start === end) return false;
    if (end - start <= 2 && path.charCodeAt(start) === DOT) {
      if (end - start === 1) return false;
      if (path.charCodeAt(start + 1) === DOT) {
        this.ups++;
        return false;
      }
    }
    if (this.ups === 0) return true;
    this.ups--;
    return false;
  }

  putInFront(text) {
    if (this.kept === '') this.kept = text;
    else this.kept = this.hasRoot ? text + this.kept : `${text}${this.separator}${this.kept}`;
    this.hasRoot = false;
  }

  /** The whole path, with a separator in front; what goes above its start is dropped. */
  absolute() {
    return this.hasRoot ? this.kept : this.separator + this.kept;
  }

  /** The whole path without a separator in front, '' for where it starts; each '..' that goes above its start stays. */
  relative() {
    for (; this.ups > 0; this.ups--) this.putInFront('..');
    return this.hasRoot ? this.kept.slice(1) : this.kept;
  }
}

/** Where the extension of the file name from `start` to `end` begins; `end` when it has none. */
function extensionStart(path, start, end) {
  let dot = end - 1;
  while (dot > start && path.charCodeAt(dot) !== DOT) dot--;
  if (dot <= start) return end;
  const isParent = end - start === 2 && path.charCodeAt(start) === DOT;
  return isParent ? end : dot;
}

/**
 * The file name from `start` to `end` without `suffix`, unless that would leave nothing. As in Node, separators behind a
 * name stay when the name is the end of a longer suffix. `first` is where the path's root ends.
 */
function withoutSuffix(path, start, end, suffix, first) {
  if (suffix === path) return '';
  const { length } = suffix;
  if (length <= end - start) {
    const isLonger = length < end - start;
    return path.slice(start, isLonger && endsWith(path, end, suffix) ? end - length : end);
  }
  const base = path.slice(start, end);
  if (length > path.length || !suffix.endsWith(base)) return base;
  return path.slice(base === '' ? first : path.lastIndexOf(base));
}

/** Whether `suffix`, which is a few characters, stands in front of `end`. */
function endsWith(path, end, suffix) {
  let at = suffix.length - 1;
  for (let i = end - 1; at >= 0 && path.charCodeAt(i) === suffix.charCodeAt(at); i--) at--;
  return at < 0;
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

module.exports = { CleanPath, extensionStart, withoutSuffix, formatWith };
