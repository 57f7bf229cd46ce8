'use strict';
// tsconfig.json, as far as running needs it (--ts=full): the nearest one of a file, with what it extends; and where its `paths`
// and `baseUrl` lead. The format is JSON with comments and commas at the end of lists.

const fs = require('fs');
const path = require('path');

const NAME = 'tsconfig.json';
const nearest = new Map(); // directory -> settings of the file there or above; null: none

// Text in double quotes, or what is to be left out.
const COMMENT = /("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[^]*?\*\//g;
const LAST_COMMA = /("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g;

function parse(file) {
  const text = fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const keepStrings = (all, string) => string ?? '';
  try {
    const value = JSON.parse(text.replace(COMMENT, keepStrings).replace(LAST_COMMA, keepStrings));
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    error.message = `${file}: ${error.message}`;
    throw error;
  }
}

function isFile(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

// The file that `extends` names: a path, or a package's file, searched from `directory` up.
function baseFile(name, directory) {
  const candidates = (start) => [start, `${start}.json`, path.join(start, NAME)];
  if (/^\.{0,2}\//.test(name) || name === '..' || name === '.') return candidates(path.resolve(directory, name)).find(isFile);
  for (let at = directory; ; at = path.dirname(at)) {
    const found = candidates(path.join(at, 'node_modules', name)).find(isFile);
    if (found !== undefined || at === path.dirname(at)) return found;
  }
}

/** { options, paths, pathsBase, baseUrl } of the file and what it extends; `reading`: the files that lead to it. */
function read(file, reading = []) {
  if (reading.includes(file)) throw new Error(`${file} extends itself: ${[...reading, file].join(' -> ')}`);
  const directory = path.dirname(file);
  const config = parse(file);
  const settings = { options: {}, paths: undefined, pathsBase: undefined, baseUrl: undefined };
  for (const name of [config.extends ?? []].flat()) {
    const base = baseFile(name, directory);
    if (base === undefined) throw new Error(`${file} extends '${name}', which is not there`);
    const { options, ...rest } = read(base, [...reading, file]);
    Object.assign(settings.options, options);
    for (const key of Object.keys(rest)) settings[key] = rest[key] ?? settings[key];
  }
  const own = config.compilerOptions ?? {};
  Object.assign(settings.options, own);
  if (typeof own.baseUrl === 'string') settings.baseUrl = path.resolve(directory, own.baseUrl);
  if (own.paths !== undefined) {
    settings.paths = own.paths;
    settings.pathsBase = directory;
  }
  return settings;
}

/** The settings for files in `directory`: null where there is no tsconfig.json. A package's that cannot be read is none. */
function settingsFor(directory) {
  let settings = nearest.get(directory);
  if (settings !== undefined) return settings;
  const file = path.join(directory, NAME);
  const above = path.dirname(directory);
  try {
    if (isFile(file)) settings = read(file);
    else settings = above === directory || path.basename(above) === 'node_modules' ? null : settingsFor(above);
  } catch (error) {
    if (!directory.includes('/node_modules/')) throw error;
    settings = null;
  }
  nearest.set(directory, settings);
  return settings;
}

// The pattern of `paths` that fits best: the name itself, or the one with the longest text before its "*".
function matchOf(paths, specifier) {
  if (Object.hasOwn(paths, specifier)) return { targets: paths[specifier], rest: '' };
  let best;
  for (const pattern of Object.keys(paths)) {
    const star = pattern.indexOf('*');
    if (star === -1) continue;
    const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
    const fits = specifier.length >= head.length + tail.length && specifier.startsWith(head) && specifier.endsWith(tail);
    if (!fits || best?.head.length >= head.length) continue;
    best = { head, targets: paths[pattern], rest: specifier.slice(head.length, specifier.length - tail.length) };
  }
  return best;
}

/** Where a name that is no path may be, in the order in which to look: paths without what find() may have to add. */
function candidatesFor(settings, specifier) {
  const { paths, pathsBase, baseUrl } = settings;
  const match = paths === undefined ? undefined : matchOf(paths, specifier);
  const found = match === undefined ? [] : match.targets.map((target) =>
    path.resolve(baseUrl ?? pathsBase, target.replace('*', () => match.rest)));
  if (baseUrl !== undefined) found.push(path.join(baseUrl, specifier));
  return found;
}

module.exports = { settingsFor, candidatesFor, isFile };
