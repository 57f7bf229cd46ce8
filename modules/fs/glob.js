// fs.glob(): the paths that match patterns. A walk asks the file system what it wants to know; the answer comes at once
// for globSync, through the pool for the others. Patterns are taken apart by minimatch.
'use strict';
const { validateObject, validateString, validateStringArray } = require('validators');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require('errors');
const { Dirent } = require('fs/dirent');
const { UV_DIRENT_DIR, UV_DIRENT_LINK } = require('fs/constants');
const { toCallback } = require('fs/arguments');
const nativeDir = binding('fs_dir');
const nativeEntry = binding('fs_entry');

const matcherOptions = {
  nocase: false,
  windowsPathsNoEscape: false,
  nonegate: true,
  nocomment: true,
  optimizationLevel: 2,
  platform: 'posix',
  nocaseMagicOnly: true,
};

// File type bits of a mode -> a Dirent's type.
const typeOfMode = new Map([[0o100000, 1], [0o040000, 2], [0o120000, 3], [0o010000, 4], [0o140000, 5], [0o020000, 6],
                            [0o060000, 7]]);

function toPatterns(patterns) {
  if (typeof patterns === 'object') {
    if (!Array.isArray(patterns)) throw new ERR_INVALID_ARG_TYPE('patterns', 'Array', patterns);
    validateStringArray(patterns, 'patterns');
    return patterns;
  }
  validateString(patterns, 'patterns');
  return [patterns];
}

const never = () => false;

/**
 * What is left out, by options.exclude: a function, or patterns.
 * @returns {{entry: function(string, Dirent): any, directory: function(string): any, result: function(string): any}}
 *   entry: of what ** comes upon; directory: whether not to go into one; result: whether not to give it, though it matches.
 *   A function is asked for the name (or the Dirent) of an entry, and for the path of a directory unless it gets Dirents.
 */
function toExclusion(exclude, cwd, withFileTypes) {
  if (exclude === undefined || exclude === null) return { entry: never, directory: never, result: never };
  if (typeof exclude === 'function') {
    return withFileTypes ?
      { entry: (path, dirent) => exclude(dirent), directory: never, result: never } :
      { entry: (path, dirent) => exclude(dirent.name), directory: (path) => exclude(path), result: never };
  }
  if (!Array.isArray(exclude)) throw new ERR_INVALID_ARG_TYPE('options.exclude', ['function', 'string[]'], exclude);
  validateStringArray(exclude, 'options.exclude');
  const { Minimatch } = require('minimatch');
  const { resolve } = require('path');
  const matchers = exclude.map((pattern) => new Minimatch(resolve(cwd, pattern), matcherOptions));
  const matches = (path) => matchers.some((matcher) => matcher.match(path));
  const result = (path) => matches(resolve(cwd, path));
  // As a directory, 'a' is what 'a/**' means, too.
  return { entry: result, directory: (path) => result(path) || matches(`${resolve(cwd, path)}/`), result };
}

function checkPath(path) {
  if (!path.includes('\0')) return;
  throw new ERR_INVALID_ARG_VALUE('path', path, 'must be a string, Uint8Array, or URL without null bytes');
}

/** One alternative of a pattern: its parts, '' at the head for an absolute path. */
function alternativesOf(patterns) {
  const { Minimatch } = require('minimatch');
  return patterns.flatMap((pattern) => new Minimatch(pattern, matcherOptions).set);
}

class Walk {
  #cwd;                 // absolute
  #base;                // the same as it was given: Dirents' parents begin with it
  #excludes;
  #withFileTypes;
  #alternatives;
  #found = new Set();
  #visited = new Set(); // "path\0alternative\0part", and whether a link behind ** led there
  #kinds = new Map();   // path -> the entry's Dirent type, -1: nothing there

  constructor(patterns, options) {
    validateObject(options, 'options');
    const { cwd, exclude, withFileTypes } = options;
    const { pathOfURL } = require('fs/arguments');
    this.#base = pathOfURL(cwd ?? '.');
    this.#cwd = require('path').resolve(this.#base);
    this.#withFileTypes = Boolean(withFileTypes);
    this.#excludes = toExclusion(exclude, this.#cwd, this.#withFileTypes);
    const list = toPatterns(patterns);
    for (const pattern of list) checkPath(require('path').resolve(this.#cwd, pattern));
    this.#alternatives = alternativesOf(list);
  }

  #absolute(path) {
    return path.startsWith('/') ? path : `${this.#cwd}/${path}`;
  }

  /** The matches; asks with yield: {list: path} for [name, type, ...] or null, {kind, follow} for a type or -1. */
  * matches() {
    let level = [];
    for (const parts of this.#alternatives) {
      if (parts[0] === '' && parts.length > 1) this.#enter(level, '/', parts, 1);
      else this.#enter(level, '', parts, 0);
    }
    // Directories nearer to the start come first.
    while (level.length > 0) {
      const next = [];
      for (const [path, states] of group(level)) yield* this.#visit(path, states, next);
      level = next;
    }
  }

  #enter(level, path, parts, index, behindLink = false) {
    const key = `${path}\0${this.#alternatives.indexOf(parts)}\0${index}\0${behindLink}`;
    if (this.#visited.has(key)) return;
    this.#visited.add(key);
    level.push([path, parts, index, behindLink]);
  }

  // ** goes into no links. In those that the part behind it matches, that part is looked for once more, and ** is not.
  #goesIntoLink([parts, index, behindLink], type) {
    const { GLOBSTAR } = require('minimatch');
    return type === UV_DIRENT_LINK && !behindLink && parts[index - 1] === GLOBSTAR;
  }

  /** Goes on from `path`, where the parts before each state's index have matched. */
  * #visit(path, states, next) {
    if (path !== '' && path !== '/' && this.#excludes.directory(path)) return;
    const { GLOBSTAR } = require('minimatch');
    const open = [];
    for (const [parts, start, behindLink] of states) {
      let index = start;
      while (parts[index] === '.' && index < parts.length - 1) index++;
      const part = parts[index];
      if (index === parts.length) continue;
      if (part === GLOBSTAR) {
        open.push([parts, index, behindLink]);
        if (index === parts.length - 1) yield* this.#give(path === '' ? '.' : path, this.#kinds.get(path) ?? UV_DIRENT_DIR);
        else this.#enter(next, path, parts, index + 1);
      } else if (part === '') {
        // A slash at the end: directories only.
        if (index === parts.length - 1) yield* this.#give(path === '' ? '.' : path, this.#kinds.get(path) ?? UV_DIRENT_DIR);
      } else if (part === '..') {
        const above = path === '' ? '..' : `${path}/..`;
        yield* this.#step(above, [parts, index, behindLink], next);
      } else if (typeof part === 'string') {
        if (part !== '.') yield* this.#step(join(path, part), [parts, index, behindLink], next);
      } else {
        open.push([parts, index, behindLink]);
      }
    }
    if (open.length > 0) yield* this.#scan(path, open, next);
  }

  /** A part that names one entry. */
  * #step(path, state, next) {
    const [parts, index] = state;
    const type = yield* this.#kindOf(path, false);
    if (type === -1) return;
    const { GLOBSTAR } = require('minimatch');
    if (parts[index - 1] === GLOBSTAR && this.#isExcludedEntry(path, type)) return;
    if (index === parts.length - 1) {
      if (parts[index] !== '..' || parts.length > 1) yield* this.#give(path, type);
    }
    if (this.#goesIntoLink(state, type)) this.#enter(next, path, parts, index, true);
    else if (index < parts.length - 1 && (yield* this.#isDirectory(path, type))) this.#enter(next, path, parts, index + 1);
  }

  // What ** comes upon, and what is looked for behind it.
  #isExcludedEntry(path, type) {
    return Boolean(this.#excludes.entry(path, this.#direntOf(path, type)));
  }

  * #isDirectory(path, type) {
    if (type !== UV_DIRENT_LINK) return type === UV_DIRENT_DIR;
    return (yield { kind: this.#absolute(path), follow: true }) === UV_DIRENT_DIR;
  }

  * #kindOf(path) {
    let type = this.#kinds.get(path);
    if (type === undefined) {
      type = yield { kind: this.#absolute(path), follow: false };
      this.#kinds.set(path, type);
    }
    return type;
  }

  /** Parts that any entry may match: patterns and **. */
  * #scan(path, states, next) {
    const { GLOBSTAR } = require('minimatch');
    const list = yield { list: this.#absolute(path) };
    if (list === null) return;
    for (let i = 0; i < list.length; i += 2) {
      const [name, type] = [list[i], list[i + 1]];
      const child = join(path, name);
      let excluded;
      for (const state of states) {
        const [parts, index] = state;
        const part = parts[index];
        const isLast = index === parts.length - 1;
        if (part === GLOBSTAR ? name.startsWith('.') : !part.test(name)) continue;
        if (part === GLOBSTAR || parts[index - 1] === GLOBSTAR) {
          excluded ??= this.#isExcludedEntry(child, type);
          if (excluded) continue;
          if (part === GLOBSTAR && isLast && type === UV_DIRENT_DIR && this.#excludes.directory(child)) continue;
        }
        if (isLast) yield* this.#give(child, type);
        // Else a link is passed through by name only: it may lead anywhere, also upwards.
        if (part !== GLOBSTAR && this.#goesIntoLink(state, type)) this.#enter(next, child, parts, index, true);
        if (type !== UV_DIRENT_DIR) continue;
        if (part === GLOBSTAR) this.#enter(next, child, parts, index);
        else if (!isLast) this.#enter(next, child, parts, index + 1);
      }
    }
  }

  #direntOf(path, type) {
    const { basename, dirname, isAbsolute, join } = require('path');
    const whole = isAbsolute(path) ? path : join(this.#base, path);
    return new Dirent(basename(whole), type, dirname(whole));
  }

  * #give(path, type) {
    const shown = path.includes('..') ? require('path').normalize(path) : path;
    if (this.#found.has(shown)) return;
    this.#found.add(shown);
    if (!this.#excludes.result(shown)) yield { match: this.#withFileTypes ? this.#direntOf(shown, type) : shown };
  }
}

function join(path, name) {
  if (path === '') return name;
  return path.endsWith('/') ? path + name : `${path}/${name}`;
}

/** Of [path, ...state], the states by path. */
function group(level) {
  const byPath = new Map();
  for (const [path, ...state] of level) {
    const states = byPath.get(path);
    if (states === undefined) byPath.set(path, [state]);
    else states.push(state);
  }
  return byPath;
}

function typeFrom(values) {
  return typeOfMode.get(values[1] & 0o170000) ?? 0;
}

const DIRECTORY = typeOfMode.get(0o040000);
const OF_PATH = 0;
const OF_LINK = 1;

function answerNow(question) {
  try {
    if (question.list !== undefined) return nativeDir.readdir(question.list, nativeDir.ONE, true, false);
    return typeFrom(nativeEntry.stat(question.kind, question.follow ? OF_PATH : OF_LINK));
  } catch (error) {
    return answerOfFailure(question, error);
  }
}

async function answer(question) {
  try {
    if (question.list !== undefined) return await nativeDir.readdir(question.list, nativeDir.ONE, true, false, null);
    return typeFrom(await nativeEntry.stat(question.kind, question.follow ? OF_PATH : OF_LINK, null));
  } catch (error) {
    return answerOfFailure(question, error);
  }
}

// What is not there does not match; what may not be looked at is no answer, but for directories on the way to what may.
function answerOfFailure(question, error) {
  if (error.code === 'ERR_ACCESS_DENIED') {
    if (question.kind !== undefined && binding('permission').mayPass(question.kind)) return DIRECTORY;
    throw error;
  }
  return question.list === undefined ? -1 : null;
}

const noOptions = Object.freeze({});

/**
 * The paths that match, from options.cwd.
 * @param {string | string[]} pattern
 * @param {{cwd?: string | URL, exclude?: ((name: string | Dirent) => boolean) | string[], withFileTypes?: boolean}}
 *   [options]
 * @returns {Array<string | Dirent>}
 */
function globSync(pattern, options = noOptions) {
  const walk = new Walk(pattern, options).matches();
  const found = [];
  for (let step = walk.next(); !step.done;) {
    if (step.value.match === undefined) {
      step = walk.next(answerNow(step.value));
    } else {
      found.push(step.value.match);
      step = walk.next();
    }
  }
  return found;
}

/** The paths that match, as they are found. */
async function* globIterator(pattern, options = noOptions) {
  yield* found(new Walk(pattern, options).matches());
}

async function* found(walk) {
  for (let step = walk.next(); !step.done;) {
    if (step.value.match === undefined) {
      step = walk.next(await answer(step.value));
    } else {
      yield step.value.match;
      step = walk.next();
    }
  }
}

/** As globSync(). @param {(error: Error?, matches: Array<string | Dirent>) => void} callback */
function glob(pattern, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = toCallback(callback);
  const { nextTick } = require('ticks');
  gather(new Walk(pattern, options === undefined ? noOptions : options).matches())
    .then((matches) => nextTick(callback, null, matches), (error) => nextTick(callback, error));
}

async function gather(walk) {
  const matches = [];
  for await (const match of found(walk)) matches.push(match);
  return matches;
}

module.exports = { glob, globIterator, globSync };
