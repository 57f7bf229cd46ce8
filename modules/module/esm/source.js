'use strict';
// What a URL holds: its format and its source, for the ES module loader.

const native = binding('module');
const packages = require('module/package_json');
const { pathOfHref } = require('module/esm/urls');
const watchReport = require('watch/report');

const JAVASCRIPT_MIME = /^(?:text|application)\/javascript$/;

/** The path of a file: URL without its query. */
function pathOf(href) {
  return pathOfHref(href);
}

function extensionOf(file) {
  const base = file.slice(file.lastIndexOf('/') + 1);
  const dot = base.lastIndexOf('.');
  return dot <= 0 ? '' : base.slice(dot);
}

// A format that depends on the syntax is 'detect' until the source was read.
function formatOfFile(file, href) {
  const extension = extensionOf(file);
  switch (extension) {
    case '.mjs': return 'module';
    case '.cjs': return 'commonjs';
    case '.json': return 'json';
    case '.wasm': return 'wasm';
    case '.mts': return 'module-typescript';
    case '.cts': return 'commonjs-typescript';
    case '.js':
    case '': return typeOf(file) ?? 'detect';
    case '.ts': return `${typeOf(file) ?? 'detect'}-typescript`;
    case '.node':
      if (require('options').getOption('--experimental-addon-modules') === true) return 'addon';
  }
  const { ERR_UNKNOWN_FILE_EXTENSION } = require('errors');
  throw new ERR_UNKNOWN_FILE_EXTENSION(extension, file, href);
}

function typeOf(file) {
  const type = packages.scopeOf(file)?.type ?? 'none';
  return type === 'none' ? undefined : type;
}

function dataURL(href) {
  const text = stripHash(href);
  const comma = text.indexOf(',');
  if (comma === -1) {
    const { ERR_INVALID_URL } = require('errors');
    throw new ERR_INVALID_URL(href);
  }
  const [mime, ...parameters] = text.slice('data:'.length, comma).split(';');
  const base64 = parameters.length > 0 && parameters.at(-1).trim().toLowerCase() === 'base64';
  return { mime: mime.trim().toLowerCase(), base64, body: text.slice(comma + 1) };
}

function stripHash(href) {
  const hash = href.indexOf('#');
  return hash === -1 ? href : href.slice(0, hash);
}

function formatOfData(href) {
  const { mime } = dataURL(href);
  if (JAVASCRIPT_MIME.test(mime)) return 'module';
  if (mime === 'application/json') return 'json';
  if (mime === 'application/wasm') return 'wasm';
  return undefined;
}

function sourceOfData(href) {
  const { base64, body } = dataURL(href);
  const { Buffer } = require('buffer');
  const bytes = base64 ? Buffer.from(decodeURIComponent(body), 'base64') : Buffer.from(decodeURIComponent(body), 'utf8');
  return bytes;
}

/**
 * The format of what a URL holds: 'module', 'commonjs', 'json', 'wasm', 'builtin', 'addon', the first two also with
 * '-typescript', 'detect' (and 'detect-typescript') when the syntax decides; undefined when nothing says.
 */
function formatOf(href) {
  if (href.startsWith('node:')) return 'builtin';
  if (href.startsWith('file:')) return formatOfFile(pathOf(href), href);
  if (href.startsWith('data:')) return formatOfData(href);
  return undefined;
}

function unsupportedScheme(href) {
  const { ERR_UNSUPPORTED_ESM_URL_SCHEME } = require('errors');
  const { URL } = require('url');
  return new ERR_UNSUPPORTED_ESM_URL_SCHEME(new URL(href), ['file', 'data']);
}

/** The text (a Buffer for 'wasm') behind a URL. */
function sourceOf(href, format) {
  if (href.startsWith('data:')) {
    const bytes = sourceOfData(href);
    return format === 'wasm' ? bytes : bytes.toString('utf8');
  }
  if (!href.startsWith('file:')) throw unsupportedScheme(href);
  const file = pathOf(href);
  watchReport.loaded(file);
  if (format === 'wasm') return require('fs').readFileSync(file);
  const text = native.readFile(file);
  if (typeof text === 'string') return text;
  const { uvException } = require('errors');
  throw uvException({ errno: text, syscall: 'open', path: file });
}

const typelessWarned = new Set();

// A file that had to be parsed twice because its package does not say what it is.
function warnTypeless(href) {
  const file = pathOf(href);
  if (extensionOf(file) === '') return;
  const pkg = packages.scopeOf(file);
  if (pkg === null || pkg.type !== 'none' || typelessWarned.has(pkg.path)) return;
  typelessWarned.add(pkg.path);
  const message = `Module type of ${href} is not specified and it doesn't parse as CommonJS.\n` +
    'Reparsing as ES module because module syntax was detected. This incurs a performance overhead.\n' +
    `To eliminate this warning, add "type": "module" to ${pkg.path}.`;
  require('process').emitWarning(message, { code: 'MODULE_TYPELESS_PACKAGE_JSON' });
}

/** Whether `source` does not compile as CommonJS, and does as an ES module. */
function hasModuleSyntax(source, file) {
  return require('options').getOption('--experimental-detect-module') !== false && native.hasModuleSyntax(source, file);
}

/** {format, source} of a URL, as the loader does it without hooks; `hint`: a format already known. */
function load(href, hint) {
  let format = hint ?? formatOf(href);
  if (format === 'builtin') return { format, source: undefined };
  if (format === 'addon') return { format, source: undefined };
  let source = sourceOf(href, format);
  if (format === undefined) return { format, source };
  if (format.endsWith('-typescript')) {
    source = require('module/typescript').strip(source, href.startsWith('file:') ? pathOf(href) : href);
    format = format.slice(0, -'-typescript'.length);
  }
  if (format === 'detect') format = detect(source, href);
  return { format, source };
}

function detect(source, href) {
  const file = href.startsWith('file:') ? pathOf(href) : href;
  if (!hasModuleSyntax(source, file)) return 'commonjs';
  if (href.startsWith('file:')) warnTypeless(href);
  return 'module';
}

module.exports = { formatOf, load, pathOf, warnTypeless, hasModuleSyntax };
