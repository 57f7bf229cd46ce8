'use strict';
// Source maps of the modules that were loaded: kept while support is on (--enable-source-maps, setSourceMapsSupport()).

const { validateBoolean, validateObject } = require('validators');

let support;                       // {enabled, nodeModules, generatedCode}
const maps = new Map();            // path or URL of a module -> {text to parse lazily, SourceMap once asked for}

function current() {
  if (support === undefined) {
    const enabled = require('module/compile').wantsSourceMaps();
    support = { enabled, nodeModules: enabled, generatedCode: enabled };
  }
  return support;
}

/** Whether modules' source maps are kept: {enabled, nodeModules, generatedCode}. */
function getSourceMapsSupport() {
  return Object.freeze({ __proto__: null, ...current() });
}

/** Turns support on or off; `nodeModules` and `generatedCode` also for packages and for code made at run time. */
function setSourceMapsSupport(enabled, options = { __proto__: null }) {
  validateBoolean(enabled, 'enabled');
  validateObject(options, 'options');
  const { nodeModules = false, generatedCode = false } = options;
  validateBoolean(nodeModules, 'options.nodeModules');
  validateBoolean(generatedCode, 'options.generatedCode');
  support = { enabled, nodeModules, generatedCode };
  require('module/state').loader.sourceMaps = module.exports;
}

let forCoverage = false;

/** From now on all source maps are kept, for cacheForCoverage(). Stacks are as they were. */
function collectForCoverage() {
  forCoverage = true;
  require('module/state').loader.sourceMaps = module.exports;
}

/**
 * The source maps of the scripts under coverage ([{url}]), as its files have them: URL -> {lineLengths, data, url}.
 * undefined when there are none.
 */
function cacheForCoverage(scripts) {
  const cache = { __proto__: null };
  for (const { url } of scripts) {
    const entry = maps.get(url) ?? maps.get(otherName(url));
    if (entry === undefined) continue;
    const isData = entry.url.startsWith('data:');
    cache[url] = {
      lineLengths: entry.source.split(/\n|\u2028|\u2029/).map((line) => line.length),
      data: payloadOrNull(entry),
      url: isData ? null : new (require('url').URL)(entry.url, url).href,
    };
  }
  return Object.keys(cache).length === 0 ? undefined : cache;
}

function payloadOrNull(entry) {
  try {
    return readPayload(entry);
  } catch {
    return null;
  }
}

/** Whether the source map of the module `name` is wanted. */
function isWanted(name) {
  if (forCoverage) return true;
  const { enabled, nodeModules } = current();
  return enabled && (nodeModules || !name.includes('/node_modules/'));
}

/** Notes the source map of the module `name` (a path or URL): `url` names it, `source` is what was compiled. */
function register(name, source, url) {
  if (maps.size === 0) {
    require('errors/stack_trace').setFrameDescriber(describeFrame);
    require('uncaught').setArrowMapper(mapArrow);
  }
  maps.set(name, { url, name, source, map: undefined });
}

function readPayload({ url, name }) {
  const { URL, pathToFileURL, fileURLToPath } = require('url');
  const ofModule = name.startsWith('/') ? pathToFileURL(name) : new URL(name);
  if (!url.startsWith('data:')) {
    const ofMap = new URL(url, ofModule);
    return withAbsoluteSources(JSON.parse(require('fs').readFileSync(fileURLToPath(ofMap), 'utf8')), ofMap);
  }
  if (!/^data:application\/json[;,]/.test(url)) throw new SyntaxError('a source map of another type than JSON');
  const comma = url.indexOf(',');
  const body = url.slice(comma + 1);
  const { Buffer } = require('buffer');
  const text = url.slice(0, comma).endsWith(';base64') ? Buffer.from(body, 'base64').toString('utf8') : decodeURIComponent(body);
  return withAbsoluteSources(JSON.parse(text), ofModule);
}

function withAbsoluteSources(payload, base) {
  const { URL } = require('url');
  const root = payload.sourceRoot ?? '';
  if (payload.sources) payload.sources = payload.sources.map((source) => new URL(root + source, base).href);
  payload.sourceRoot = '';
  return payload;
}

// A source as stacks show it.
function shownSource(source) {
  return source.startsWith('file:') ? require('module/esm/urls').pathOfHref(source) : source;
}

// The name that the function of a frame has in the original source: found where it begins, or where it is called.
function originalName(map, frames, index) {
  const frame = frames[index];
  const { name } = map.findEntry(frame.getEnclosingLineNumber() - 1, frame.getEnclosingColumnNumber() - 1);
  if (name !== undefined) return name;
  const caller = frames[index + 1];
  if (caller === undefined || caller.getFileName() !== frame.getFileName()) return undefined;
  return map.findEntry(caller.getLineNumber() - 1, caller.getColumnNumber() - 1).name;
}

// A frame of a stack as text, with the place in the original source where it is known.
function describeFrame(frame, index, frames) {
  const text = String(frame);
  const file = frame.getFileName();
  const map = file && !file.startsWith('node:') && current().enabled ? findSourceMap(file) : undefined;
  if (map === undefined) return text;
  const line = frame.getLineNumber();
  const column = frame.getColumnNumber();
  const { originalSource, originalLine, originalColumn } = map.findEntry(line - 1, column - 1);
  if (originalSource === undefined || originalLine === undefined) return text;
  const place = `${shownSource(originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
  const shown = text.replace(`${file}:${line}:${column}`, () => place);
  const own = frame.getFunctionName();
  const name = originalName(map, frames, index);
  if (own !== null) return name === undefined ? shown : shown.replace(own, () => name);
  return shown.endsWith(`(${place})`) ? shown : shown.replace(place, () => `${name ?? '<anonymous>'} (${place})`);
}

// The line of the original source, from the map or from the disk; undefined when neither has it.
function originalText(payload, source, line) {
  const { sources, sourcesContent } = payload;
  let content = sourcesContent?.[sources.indexOf(source)];
  if (typeof content !== 'string' && source.startsWith('file:')) {
    try {
      content = require('fs').readFileSync(require('url').fileURLToPath(source), 'utf8');
    } catch {
      return undefined;
    }
  }
  return content?.split(/\r?\n/)[line];
}

/**
 * Where an error was thrown, in the original source. `arrow` and the result: "file:line\nsource line\n   ^\n"; what cannot
 * be found there stays as it is.
 */
function mapArrow(arrow) {
  const parts = /^(.+):(\d+)\n.*\n( *)\^+\n/.exec(arrow);
  const map = parts !== null && current().enabled ? findSourceMap(parts[1]) : undefined;
  if (map === undefined) return arrow;
  const { originalSource, originalLine, originalColumn } = map.findEntry(parts[2] - 1, parts[3].length);
  if (originalSource === undefined || originalLine === undefined) return arrow;
  const text = originalText(map.payload, originalSource, originalLine);
  if (text === undefined) return arrow;
  // Tabs stay, so that the arrow stands below its place.
  const indent = text.slice(0, originalColumn).replace(/[^\t]/g, ' ');
  return `${shownSource(originalSource)}:${originalLine + 1}\n${text}\n${indent}^\n`;
}

/** The SourceMap of a loaded module, by its path or URL; undefined when there is none or it cannot be read. */
function findSourceMap(path) {
  const entry = maps.get(path) ?? maps.get(otherName(path));
  if (entry === undefined) return undefined;
  if (entry.map === undefined) {
    const { SourceMap } = require('module/source_map');
    try {
      const lineLengths = entry.source.split(/\n|\u2028|\u2029/).map((line) => line.length);
      entry.map = new SourceMap(readPayload(entry), { lineLengths });
    } catch {
      entry.map = null;
    }
  }
  return entry.map ?? undefined;
}

// A module may be asked for by its path though it was loaded by its URL, and the other way round.
function otherName(path) {
  if (typeof path !== 'string') return undefined;
  const { hrefOfPath, pathOfHref } = require('module/esm/urls');
  if (path.startsWith('/')) return hrefOfPath(path);
  return path.startsWith('file:') ? pathOfHref(path) : undefined;
}

module.exports = {
  cacheForCoverage, collectForCoverage, getSourceMapsSupport, setSourceMapsSupport, isWanted, register, findSourceMap, mapArrow,
};
