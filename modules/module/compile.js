'use strict';
// From the text of a CommonJS module to the function that is its body.

const native = binding('module');
const { getOption } = require('options');
const { loader } = require('module/state');
const wrapper = require('module/wrapper');

/**
 * The body of a CommonJS module as a function of exports, require, module, __filename and __dirname; undefined when
 * `mayBeModule` and its syntax is that of an ES module. @throws SyntaxError
 */
function compileBody(content, filename, mayBeModule) {
  if (wrapper.isPatched()) return native.runScript(wrapper.wrap(content), filename);
  const detects = mayBeModule && getOption('--experimental-detect-module') !== false;
  const cached = loader.compileCache?.find('CommonJS', filename, content);
  let compiled = false;
  try {
    const body = native.compileCommonJS(content, filename, detects, cached);
    compiled = true;
    if (cached !== undefined && body !== undefined) loader.compileCache.keep(cached, body);
    return body;
  } finally {
    // No catch: thrown on from here, the error would no longer say where the syntax is wrong.
    if (!compiled && !detects && native.parsesAsModule(content, filename)) warnAboutModule(filename);
  }
}

function warnAboutModule(filename) {
  // At once: the error may end the process before the next tick.
  require('warnings').emitWarningSync(`Failed to load the ES module: ${filename}. Make sure to set "type": "module" in the nearest ` +
    'package.json file or use the .mjs extension.');
}

/** Whether the command line asks for source maps: by name, or else by making other code of a program's. */
function wantsSourceMaps() {
  return getOption('--enable-source-maps') ?? getOption('--experimental-transform-types') === true;
}

/** Notes the source map of a module that was compiled, where source maps are wanted; urlOf() is what its comment says. */
function keepSourceMap(name, content, urlOf) {
  if (loader.sourceMaps === null) {
    if (!wantsSourceMaps()) return;
    loader.sourceMaps = require('module/source_map_support');
  }
  if (!loader.sourceMaps.isWanted(name) || !content.includes('sourceMappingURL=')) return;
  const url = urlOf();
  if (url) loader.sourceMaps.register(name, content, url);
}

module.exports = { compileBody, keepSourceMap, wantsSourceMaps };
