'use strict';
// node:path for Windows: '\' separates segments and '/' is read as one too; a path may begin with a drive ('C:'),
// a UNC share ('\\server\share') or a device namespace ('\\.\', '\\?\').

const { validateString } = require('validators');
const { CleanPath, extensionStart, withoutSuffix, formatWith } = require('path/segments');

const SLASH = 47;
const BACKSLASH = 92;
const COLON = 58;
const DOT = 46;
const QUESTION_MARK = 63;

// Names of devices that Windows knows in every directory; behind '1' to '9' stand superscript 1 to 3.
const reservedName = /^(?:CON|PRN|AUX|NUL|(?:COM|LPT)[1-9\u00b9\u00b2\u00b3])$/i;

let process;

function isSeparator(code) {
  return code === BACKSLASH || code === SLASH;
}

function isLetter(code) {
  code |= 32;
  return code >= 97 && code <= 122;
}

function hasDrive(path) {
  return path.charCodeAt(1) === COLON && isLetter(path.charCodeAt(0));
}

/** Whether the part before a component's first colon names a reserved device. */
function isReservedComponent(component) {
  const colon = component.indexOf(':');
  return colon !== -1 && reservedName.test(component.slice(0, colon));
}

function skipSeparators(path, at) {
  while (at < path.length && isSeparator(path.charCodeAt(at))) at++;
  return at;
}

function skipSegment(path, at) {
  while (at < path.length && !isSeparator(path.charCodeAt(at))) at++;
  return at;
}

/**
 * For a path that begins with two separators: where the server name, the share name and the share's end are, or
 * undefined when there is no server and share.
 */
function shareOf(path) {
  const serverEnd = skipSegment(path, 2);
  const shareStart = skipSeparators(path, serverEnd);
  if (serverEnd === 2 || shareStart === serverEnd || shareStart === path.length) return undefined;
  return { server: path.slice(2, serverEnd), shareStart, end: skipSegment(path, shareStart) };
}

/**
 * The root of a path as normalize() and resolve() see it: its device with '\' for separators ('C:', '\\server\share',
 * '\\?', or ''), whether a separator follows, and where the rest begins. `wholeShare`: there is nothing but the share.
 */
function splitRoot(path) {
  if (isSeparator(path.charCodeAt(0))) {
    const share = isSeparator(path.charCodeAt(1)) ? shareOf(path) : undefined;
    if (share === undefined) return { device: '', absolute: true, end: 1, wholeShare: false };
    const { server, shareStart, end } = share;
    if (server === '.' || server === '?') return { device: `\\\\${server}`, absolute: true, end: 4, wholeShare: false };
    const device = `\\\\${server}\\${path.slice(shareStart, end)}`;
    return { device, absolute: true, end, wholeShare: end === path.length };
  }
  if (!hasDrive(path)) return { device: '', absolute: false, end: 0, wholeShare: false };
  const absolute = isSeparator(path.charCodeAt(2));
  return { device: path.slice(0, 2), absolute, end: absolute ? 3 : 2, wholeShare: false };
}

/** The length of a path's root as dirname() and parse() see it: a share's root includes the separator behind it. */
function rootLength(path) {
  if (isSeparator(path.charCodeAt(0))) {
    const share = isSeparator(path.charCodeAt(1)) ? shareOf(path) : undefined;
    if (share === undefined) return 1;
    return share.end < path.length ? share.end + 1 : share.end;
  }
  if (!hasDrive(path)) return 0;
  return isSeparator(path.charCodeAt(2)) ? 3 : 2;
}

/** The index of the last character from `first` on that is not a trailing separator; `first` - 1 when there is none. */
function lastOfName(path, first) {
  let last = path.length - 1;
  while (last >= first && isSeparator(path.charCodeAt(last))) last--;
  return last;
}

/** The index of the last separator at or before `last`, but not before `first`; -1 when there is none. */
function lastSeparator(path, first, last) {
  while (last >= first && !isSeparator(path.charCodeAt(last))) last--;
  return last >= first ? last : -1;
}

/** Where the segment begins that ends at `last`, which is not before `first`. */
function startOfName(path, first, last) {
  const separator = lastSeparator(path, first, last);
  return separator === -1 ? first : separator + 1;
}

/** The part behind the root without '.', '..' and empty segments, with '\' between segments. */
function cleanTail(path, absolute) {
  const clean = new CleanPath('\\');
  clean.prepend(path.includes('/') ? path.replaceAll('/', '\\') : path);
  return absolute ? clean.absolute().slice(1) : clean.relative();
}

/** Whether a colon ends the path or one of its segments. */
function hasColonAtSegmentEnd(path) {
  for (let colon = path.indexOf(':'); colon !== -1; colon = path.indexOf(':', colon + 1)) {
    if (colon === path.length - 1 || isSeparator(path.charCodeAt(colon + 1))) return true;
  }
  return false;
}

/** The part from `start` on, cleaned; a separator at the end of the path stays. */
function normalizedTail(path, start, absolute) {
  let tail = start < path.length ? cleanTail(path.slice(start), absolute) : '';
  if (tail === '' && !absolute) tail = '.';
  if (tail !== '' && isSeparator(path.charCodeAt(path.length - 1))) tail += '\\';
  return tail;
}

/** The path without separators at its ends. */
function trimmed(path) {
  let start = 0;
  let end = path.length;
  while (start < end && path.charCodeAt(start) === BACKSLASH) start++;
  while (end > start && path.charCodeAt(end - 1) === BACKSLASH) end--;
  return path.slice(start, end);
}

/** Whether two different codes are those of one letter of ASCII. */
function isOneLetter(code, otherCode) {
  return (code ^ otherCode) === 32 && isLetter(code);
}

/**
 * Where what follows the common first segments of two trimmed paths begins, in both of them; it may be behind their ends. Case does
 * not matter. -1: that depends on letters beyond ASCII.
 */
function commonSegments(path, other) {
  let segment = 0;
  for (let at = 0; ; at++) {
    const code = at < path.length ? path.charCodeAt(at) : BACKSLASH;
    const otherCode = at < other.length ? other.charCodeAt(at) : BACKSLASH;
    if (code !== otherCode && !isOneLetter(code, otherCode)) return code > 127 || otherCode > 127 ? -1 : segment;
    if (code !== BACKSLASH) continue;
    segment = at + 1;
    if (at >= path.length || at >= other.length) return segment;
  }
}

/** The relative path where letters beyond ASCII count, or nothing is in common: segment by segment. */
function relativeBySegments(fromPath, toPath) {
  // As in Node: the separator in front counts as common where a path's length in lower case is another one.
  const keepsLength = fromPath.toLowerCase().length === fromPath.length && toPath.toLowerCase().length === toPath.length;
  const [source, target] = [fromPath, toPath].map((path) => (keepsLength ? trimmed(path) : path).split('\\'));
  if (source.at(-1) === '') source.pop();
  if (target.at(-1) === '') target.pop();
  let common = 0;
  while (common < source.length && common < target.length &&
    source[common].toLowerCase() === target[common].toLowerCase()) common++;
  if (common === 0 && source.length > 0 && target.length > 0) return toPath;
  const ups = new Array(source.length - common).fill('..');
  return [...ups, ...target.slice(common)].join('\\');
}

/** The working directory on a drive, which Windows keeps in the environment, or of the process. */
function currentDirectory(device) {
  process ??= require('process_object');
  if (device === '') return process.cwd();
  const directory = process.env[`=${device}`] || process.cwd();
  const otherDrive = directory.charCodeAt(2) === BACKSLASH &&
    directory.slice(0, 2).toLowerCase() !== device.toLowerCase();
  return directory === undefined || otherDrive ? `${device}\\` : directory;
}

/** Whether a path begins with exactly two separators and something behind them, as a share does. */
function beginsShare(path) {
  return path.length > 2 && isSeparator(path.charCodeAt(0)) && isSeparator(path.charCodeAt(1)) &&
    !isSeparator(path.charCodeAt(2));
}

/** normalize() without checking its argument, for non-empty paths. */
function normalized(path) {
  if (path.length === 1) return path === '/' ? '\\' : path;
  const colon = path.indexOf(':');
  if (isSeparator(path.charCodeAt(0))) return normalizedAbsolute(path);
  if (hasDrive(path)) {
    const absolute = isSeparator(path.charCodeAt(2));
    return path.slice(0, 2) + (absolute ? '\\' : '') + normalizedTail(path, absolute ? 3 : 2, absolute);
  }
  // What names a device must not do so by losing what stood before it; '.\' in front makes it a file's name. A single
  // character behind the name counts like a colon: Windows drops a '.' or a space there.
  if (reservedName.test(path.slice(0, colon))) {
    return `.\\${path.slice(0, colon + 1)}${normalizedTail(path, colon + 1, false)}`;
  }
  const tail = normalizedTail(path, 0, false);
  return colon !== -1 && (hasDrive(tail) || hasColonAtSegmentEnd(path)) ? `.\\${tail}` : tail;
}

function normalizedAbsolute(path) {
  const { device, end, wholeShare } = splitRoot(path);
  if (wholeShare) return `${device}\\`;
  if (end === 4) {
    const colon = path.indexOf(':', 4);
    if (colon !== -1 && reservedName.test(path.slice(4, colon))) {
      return `\\\\?\\${path.slice(4, colon + 1)}\\${normalizedTail(path, colon + 1, true)}`;
    }
  }
  return `${device}\\${normalizedTail(path, end, true)}`;
}

const win32 = {
  /**
   * Resolves segments from right to left into an absolute path; the working directory (of the drive, if there is one)
   * completes a relative one.
   * @param {...string} paths
   * @returns {string}
   */
  resolve(...paths) {
    let device = '';
    let tail = '';
    let absolute = false;
    for (let i = paths.length - 1; i >= -1; i--) {
      let path;
      if (i >= 0) {
        path = paths[i];
        validateString(path, `paths[${i}]`);
        if (path === '') continue;
      } else {
        path = currentDirectory(device);
      }
      const root = splitRoot(path);
      if (root.device !== '') {
        if (device === '') device = root.device;
        else if (device.toLowerCase() !== root.device.toLowerCase()) continue;
      }
      if (!absolute) {
        tail = `${path.slice(root.end)}\\${tail}`;
        absolute = root.absolute;
      }
      if (absolute && device !== '') break;
    }
    tail = cleanTail(tail, absolute);
    return absolute ? `${device}\\${tail}` : device + tail || '.';
  },

  /**
   * Resolves '.', '..' and repeated separators, and writes '\' for '/'; a trailing separator stays.
   * @param {string} path
   * @returns {string} '.' for an empty path
   */
  normalize(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    return path === '' ? '.' : normalized(path);
  },

  /**
   * Whether the path begins with a separator or with a drive and a separator.
   * @param {string} path
   * @returns {boolean}
   */
  isAbsolute(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    return isSeparator(path.charCodeAt(0)) || (hasDrive(path) && isSeparator(path.charCodeAt(2)));
  },

  /**
   * Joins segments with '\' and normalizes the result, unless a component names a reserved device with a colon.
   * @param {...string} paths
   * @returns {string} '.' when all are empty
   */
  join(...paths) {
    let joined = '';
    let first = '';
    for (const path of paths) {
      if (typeof path !== 'string') validateString(path, 'path');
      if (path === '') continue;
      if (joined === '') joined = first = path;
      else joined += `\\${path}`;
    }
    if (joined === '') return '.';
    if (!beginsShare(first)) {
      // Joining must not make a share of what was none: ('\\', 'a', 'b') is '\a\b'.
      const start = skipSeparators(joined, 0);
      if (start >= 2) joined = `\\${joined.slice(start)}`;
    }
    if (joined.includes(':') && joined.split('\\').some(isReservedComponent)) return joined.replaceAll('/', '\\');
    return normalized(joined);
  },

  /**
   * The relative path that leads from `from` to `to`, or `to` when there is none. Case does not matter.
   * @param {string} from
   * @param {string} to
   * @returns {string} '' when both resolve to the same path
   */
  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    const fromPath = win32.resolve(from);
    const toPath = win32.resolve(to);
    if (fromPath === toPath) return '';

    const source = trimmed(fromPath);
    const target = trimmed(toPath);
    const common = commonSegments(source, target);
    if (common <= 0) return relativeBySegments(fromPath, toPath);
    let up = common < source.length ? '..' : '';
    for (let at = common; at < source.length; at++) {
      if (source.charCodeAt(at) === BACKSLASH) up += '\\..';
    }
    const down = target.slice(common);
    return up === '' || down === '' ? up + down : `${up}\\${down}`;
  },

  /**
   * The path with the prefix that lifts Windows's limit on length ('\\?\'), where there is one.
   * @param {string} path
   * @returns {string} what is not a string as it is
   */
  toNamespacedPath(path) {
    if (typeof path !== 'string' || path === '') return path;
    const resolved = win32.resolve(path);
    if (resolved.length <= 2) return path;
    if (resolved.startsWith('\\\\')) {
      const code = resolved.charCodeAt(2);
      if (code !== QUESTION_MARK && code !== DOT) return `\\\\?\\UNC\\${resolved.slice(2)}`;
    } else if (hasDrive(resolved) && resolved.charCodeAt(2) === BACKSLASH) {
      return `\\\\?\\${resolved}`;
    }
    return resolved;
  },

  /**
   * The directory a path is in; trailing separators are ignored.
   * @param {string} path
   * @returns {string}
   */
  dirname(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    const root = rootLength(path);
    const separator = lastSeparator(path, root, lastOfName(path, root));
    if (separator !== -1) return path.slice(0, separator);
    return root === 0 ? '.' : path.slice(0, root);
  },

  /**
   * The last segment of a path; a drive and trailing separators are ignored.
   * @param {string} path
   * @param {string} [suffix] removed from the end, unless it is the whole name
   * @returns {string}
   */
  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    if (typeof path !== 'string') validateString(path, 'path');
    const first = hasDrive(path) ? 2 : 0;
    const end = lastOfName(path, first) + 1;
    const start = startOfName(path, first, end - 1);
    return suffix === undefined ? path.slice(start, end) : withoutSuffix(path, start, end, suffix, first);
  },

  /**
   * The last segment from its last '.', which may not be its first character.
   * @param {string} path
   * @returns {string}
   */
  extname(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    const first = hasDrive(path) ? 2 : 0;
    const end = lastOfName(path, first) + 1;
    return path.slice(extensionStart(path, startOfName(path, first, end - 1), end), end);
  },

  /** The opposite of parse(): `dir` goes before `root`, `base` before `name` and `ext`. */
  format: formatWith.bind(null, '\\'),

  /**
   * Takes a path apart.
   * @param {string} path
   * @returns {{root: string, dir: string, base: string, ext: string, name: string}}
   */
  parse(path) {
    if (typeof path !== 'string') validateString(path, 'path');
    const rootEnd = rootLength(path);
    const root = path.slice(0, rootEnd);
    const end = lastOfName(path, rootEnd) + 1;
    const separator = lastSeparator(path, rootEnd, end - 1);
    const start = separator === -1 ? rootEnd : separator + 1;
    const dot = extensionStart(path, start, end);
    const dir = separator === -1 ? root : path.slice(0, separator);
    return { root, dir, base: path.slice(start, end), ext: path.slice(dot, end), name: path.slice(start, dot) };
  },

  /**
   * Whether a path matches a glob pattern.
   * @param {string} path
   * @param {string} pattern
   * @returns {boolean}
   */
  matchesGlob(path, pattern) {
    return require('path/glob').matchesGlob(path, pattern, true);
  },

  sep: '\\',
  delimiter: ';',
  win32: null,
  posix: null,
};

win32.win32 = win32;
win32._makeLong = win32.toNamespacedPath;

module.exports = win32;
win32.posix = require('path/posix');
