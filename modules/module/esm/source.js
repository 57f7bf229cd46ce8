'use strict';
// What a URL holds: its format and its source, for the ES module loader.

const native = binding('module');
const packages = require('module/package_json');
const { hasBuiltinScheme } = require('module/public');
const { pathOfHref } = require('module/esm/urls');
const { replacedForImport } = require('module/replaced_fs');
const watchReport = require('module/watch_report');

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
  if (hasBuiltinScheme(href)) return 'builtin';
  if (href.startsWith('file:')) return formatOfFile(pathOf(href), href);
  if (href.startsWith('data:')) return formatOfData(href);
  return undefined;
}

function unsupportedScheme(href) {
  const { ERR_UNSUPPORTED_ESM_URL_SCHEME } = require('errors');
  const { URL } = require('url');
  return new ERR_UNSUPPORTED_ESM_URL_SCHEME(new URL(href), ['file', 'data']);
}

function textOfFile(file) {
  const text = native.readFile(file);
  return typeof text === 'string' ? text : require('fs').readFileSync(file, 'utf8'); // throws as fs does
}

/** The content behind a URL of the scheme file or data: text, or with `asBytes` a Buffer. */
function sourceOf(href, asBytes) {
  if (href.startsWith('data:')) {
    const bytes = sourceOfData(href);
    return asBytes ? bytes : bytes.toString('utf8');
  }
  if (!href.startsWith('file:')) throw unsupportedScheme(href);
  const file = pathOf(href);
  watchReport.loaded(file);
  const fs = replacedForImport('readFileSync');
  if (fs !== null) {
    const bytes = fs.readFileSync(new (require('url').URL)(href));
    return asBytes ? bytes : bytes.toString('utf8');
  }
  return asBytes ? require('fs').readFileSync(file) : textOfFile(file);
}

const typelessWarned = new Set();

// A file that had to be parsed twice because its package does not say what it is.
function warnTypeless(href) {
  const file = pathOf(href);
  if (extensionOf(file) === '') return;
  if (file.includes('/node_modules/')) return;
  const pkg = packages.scopeOf(file);
  if (pkg === null || pkg.type !== 'none' || typelessWarned.has(pkg.path)) return;
  typelessWarned.add(pkg.path);
  const message = `Module type of ${href} is not specified and it doesn't parse as CommonJS.\n` +
    'Reparsing as ES module because module syntax was detected. This incurs a performance overhead.\n' +
    `To eliminate this warning, add "type": "module" to ${pkg.path}.`;
  require('process_object').emitWarning(message, { code: 'MODULE_TYPELESS_PACKAGE_JSON' });
}

/** Whether `source` does not compile as CommonJS, and does as an ES module. */
function hasModuleSyntax(source, file) {
  return require('options').getOption('--experimental-detect-module') !== false && native.hasModuleSyntax(source, file);
}

/** What was loaded as text: what came as bytes is UTF-8. @throws ERR_INVALID_RETURN_PROPERTY_VALUE for anything else */
function textOf(source) {
  if (typeof source === 'string') return source;
  if (ArrayBuffer.isView(source) || native.isAnyArrayBuffer(source)) {
    const { TextDecoder } = require('encoding');
    return new TextDecoder().decode(source);
  }
  const { ERR_INVALID_RETURN_PROPERTY_VALUE } = require('errors');
  throw new ERR_INVALID_RETURN_PROPERTY_VALUE('string, array buffer, or typed array', 'load', 'source', source);
}

// --- import attributes -----------------------------------------------------------------------------------------------

function checkAttributeKeys(href, attributes) {
  for (const key of Object.keys(attributes)) {
    if (key === 'type') continue;
    const { ERR_IMPORT_ATTRIBUTE_UNSUPPORTED } = require('errors');
    throw new ERR_IMPORT_ATTRIBUTE_UNSUPPORTED(key, attributes[key], href);
  }
}

function checkType(href, format, type) {
  if (type === undefined) {
    if (format !== 'json') return;
    const { ERR_IMPORT_ATTRIBUTE_MISSING } = require('errors');
    throw new ERR_IMPORT_ATTRIBUTE_MISSING(href, 'type', 'json');
  }
  if (type !== 'json') {
    const { ERR_IMPORT_ATTRIBUTE_UNSUPPORTED } = require('errors');
    throw new ERR_IMPORT_ATTRIBUTE_UNSUPPORTED('type', type, href);
  }
  if (format !== 'json') {
    const { ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE } = require('errors');
    throw new ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE(href, type);
  }
}

// Of a data: URL with another type, that type is named as the format.
function checkIsKnown(href, format) {
  if (format !== undefined && format !== null) return;
  const { ERR_UNKNOWN_MODULE_FORMAT } = require('errors');
  throw new ERR_UNKNOWN_MODULE_FORMAT(href.startsWith('data:') ? /^data:([^,;]*)/.exec(href)[1] || null : format, href);
}

// --- loading ---------------------------------------------------------------------------------------------------------

/**
 * What the loader itself reads: {format, source}. Types are still in the source of TypeScript.
 * @param {string} href
 * @param {string|null|undefined} hint the format, where it is known already
 * @param {object} attributes of the import: they must fit the format
 * @param {boolean} asBytes the source as a Buffer, which hooks get
 * @param {boolean} withCommonJS the source of CommonJS, too: else undefined (null where only the syntax decided)
 */
function load(href, hint, attributes, asBytes = false, withCommonJS = true) {
  if (href.startsWith('http')) throw unsupportedScheme(href);
  require('module/esm/resolve').checkScheme(href);
  let format = hint ?? formatOf(href);
  checkAttributeKeys(href, attributes);
  checkIsKnown(href, format);
  checkType(href, format, attributes.type);
  if (format === 'builtin' || format === 'addon') return { format, source: null };
  if (format === 'commonjs' && !withCommonJS) return { format, source: undefined };
  const source = sourceOf(href, asBytes || format === 'wasm');
  if (format.startsWith('detect')) {
    format = detect(textOf(source), href, format !== 'detect');
    if (format === 'commonjs' && !withCommonJS) return { format, source: null };
  }
  return { format, source };
}

function detect(source, href, isTypeScript) {
  const file = href.startsWith('file:') ? pathOf(href) : href;
  const code = isTypeScript ? require('module/typescript').strip(source, file) : source;
  const format = hasModuleSyntax(code, file) ? 'module' : 'commonjs';
  if (format === 'module' && href.startsWith('file:')) warnTypeless(href);
  return isTypeScript ? `${format}-typescript` : format;
}

module.exports = { formatOf, load, sourceOf, textOf, pathOf, warnTypeless };
