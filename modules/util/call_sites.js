'use strict';
// util.getCallSites: the functions on the stack.

const native = binding('call_sites');
const { validateBoolean, validateNumber, validateObject } = require('validators');

const kDefaultCount = 10;

/** Positions in the sources that a source map leads to, where there is one. */
function mapped(site) {
  const { findSourceMap } = require('module/source_map');
  const map = findSourceMap?.(site.scriptName);
  if (map === undefined) return site;
  const entry = map.findEntry(site.lineNumber - 1, site.columnNumber - 1);
  if (entry.originalSource === undefined) return site;
  return {
    __proto__: null,
    functionName: entry.name ?? site.functionName,
    scriptId: site.scriptId,
    scriptName: entry.originalSource,
    lineNumber: entry.originalLine + 1,
    columnNumber: entry.originalColumn + 1,
    column: entry.originalColumn + 1,
  };
}

/**
 * The callers, the nearest first.
 * @param {number} [frameCount] 1 to 200, 10 by default
 * @param {{sourceMap?: boolean}} [options]
 * @returns {object[]} functionName, scriptId, scriptName, lineNumber, columnNumber
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 */
function getCallSites(frameCount = kDefaultCount, options) {
  if (options === undefined && typeof frameCount === 'object') {
    options = frameCount;
    validateObject(options, 'options');
    frameCount = kDefaultCount;
  } else if (options !== undefined) {
    validateObject(options, 'options');
  }
  validateNumber(frameCount, 'frameCount', 1, 200);
  let withMaps = false;
  if (options?.sourceMap !== undefined) {
    validateBoolean(options.sourceMap, 'options.sourceMap');
    withMaps = options.sourceMap;
  } else {
    withMaps = require('options').getOption('--enable-source-maps') === true;
  }
  const sites = native.getCallSites(Math.trunc(frameCount));
  return withMaps ? sites.map(mapped) : sites;
}

module.exports = { getCallSites };
