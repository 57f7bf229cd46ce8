'use strict';
// TypeScript: takes the types out of the source (amaro does the work), for loaded files and stripTypeScriptTypes().

const { validateBoolean, validateObject, validateOneOf, validateString } = require('validators');

function transform(source, options) {
  const { transformSync } = require('amaro');
  try {
    return transformSync(source, options);
  } catch (cause) {
    throw explain(cause);
  }
}

function explain(cause) {
  if (cause?.code !== 'UnsupportedSyntax' && cause?.code !== 'InvalidSyntax') return cause;
  const { ERR_INVALID_TYPESCRIPT_SYNTAX, ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX } = require('errors');
  const ErrorClass = cause.code === 'UnsupportedSyntax' ? ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX : ERR_INVALID_TYPESCRIPT_SYNTAX;
  const error = new ErrorClass(cause.message);
  const { filename, startLine, snippet } = cause;
  if (snippet) error.stack = `${filename ?? ''}:${startLine}\n${snippet}\n${error.stack}`;
  return error;
}

let warnedOfTransforming = false;

function warnOfTransforming() {
  if (warnedOfTransforming) return;
  warnedOfTransforming = true;
  require('process_object').emitWarning('Transform Types is an experimental feature and might change at any time', 'ExperimentalWarning');
}

function transformsTypes() {
  return require('options').getOption('--experimental-transform-types') === true;
}

/** JavaScript from the TypeScript source of the file `filename` (or its URL, for ES modules). */
function strip(source, filename) {
  if (require('options').getOption('--strip-types') === false) {
    const { ERR_UNKNOWN_FILE_EXTENSION } = require('errors');
    throw new ERR_UNKNOWN_FILE_EXTENSION(require('path').extname(filename), filename);
  }
  if (filename.includes('/node_modules/')) {
    const { ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING } = require('errors');
    throw new ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING(filename);
  }
  const transforms = transformsTypes();
  if (transforms) warnOfTransforming();
  const withMap = transforms && require('options').getOption('--enable-source-maps') !== false;
  const make = transforms ? () => transformed(source, filename, withMap) :
    () => withSourceURL(transform(source, { mode: 'strip-only', filename }).code, filename);
  const cache = require('module/state').loader.compileCache;
  if (cache === null) return make();
  const kind = `${transforms ? 'Transformed' : 'Stripped'}TypeScript${withMap ? 'WithSourceMaps' : ''}`;
  return cache.findText(kind, filename, source, make);
}

// Debuggers tell by it that the source was made from the file's. Only where the name is a URL already: CommonJS is known by its
// path in stacks, and by a URL to debuggers, which set breakpoints by that.
function withSourceURL(code, filename) {
  return filename.startsWith('file:') ? `${code}\n\n//# sourceURL=${filename}` : code;
}

function transformed(source, filename, sourceMap) {
  const { code, map } = transform(source, { mode: 'transform', sourceMap, filename });
  return map ? withSourceMap(code, map) : withSourceURL(code, filename);
}

function withSourceMap(code, map) {
  const { Buffer } = require('buffer');
  const base64 = Buffer.from(map).toString('base64');
  return `${code}\n\n//# sourceMappingURL=data:application/json;base64,${base64}`;
}

let warned = false;

/**
 * `code` without its types. Options: mode 'strip' (default, positions stay) or 'transform' (enums and the like become
 * JavaScript), sourceMap (with 'transform'), sourceUrl (a name put into a comment at the end).
 */
function stripTypeScriptTypes(code, options = { __proto__: null }) {
  if (!warned) {
    warned = true;
    require('process_object').emitWarning('stripTypeScriptTypes is an experimental feature and might change at any time', 'ExperimentalWarning');
  }
  validateString(code, 'code');
  validateObject(options, 'options');
  const { sourceMap = false, sourceUrl = '', mode = 'strip' } = options;
  validateOneOf(mode, 'options.mode', ['strip', 'transform']);
  validateString(sourceUrl, 'options.sourceUrl');
  if (mode === 'strip') validateOneOf(sourceMap, 'options.sourceMap', [false, undefined]);
  else validateBoolean(sourceMap, 'options.sourceMap');
  const result = transform(code, { mode: mode === 'strip' ? 'strip-only' : 'transform', sourceMap, filename: sourceUrl });
  if (sourceMap && result.map) return withSourceMap(result.code, result.map);
  return sourceUrl ? `${result.code}\n\n//# sourceURL=${sourceUrl}` : result.code;
}

module.exports = { strip, stripTypeScriptTypes };
