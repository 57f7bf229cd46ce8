'use strict';
// Runs the program: decides by which loader, and starts it.

const path = require('path');
const { getOption } = require('options');
const { Module, typeOf, traceLoad } = require('module/cjs');
const resolver = require('module/resolve');

// The main file as require() finds it, extensions and index files included; undefined when it does not.
function findMain(main) {
  resolver.enter();
  try {
    return Module._findPath(path.resolve(main), null, true) || undefined;
  } finally {
    resolver.leave();
  }
}

function wantsImport(file) {
  if (getOption('--import').length > 0 || getOption('--experimental-loader').length > 0) return true;
  switch (path.extname(file)) {
    case '.mjs':
    case '.mts':
    case '.wasm': return true;
    case '.cjs':
    case '.cts': return false;
  }
  return typeOf(file) === 'module';
}

/** Runs the file that `main` names as the program. */
function runMain(main) {
  const file = findMain(main);
  if (file === undefined || !wantsImport(file)) {
    traceLoad(main, null, true);
    return;
  }
  if (getOption('--input-type') !== undefined) {
    const { ERR_INPUT_TYPE_NOT_ALLOWED } = require('errors');
    throw new ERR_INPUT_TYPE_NOT_ALLOWED();
  }
  const { hrefOfPath } = require('module/esm/urls');
  require('module/esm/loader').runMain(hrefOfPath(file));
}

/** Runs what `url`, relative to the working directory, names (--entry-url). */
function runUrl(url) {
  require('warnings').emitExperimentalWarning('--entry-url');
  const base = require('module/esm/urls').hrefOfPath(`${require('process').cwd()}/`);
  const { URL } = require('url');
  require('module/esm/loader').runMain(new URL(url, base).href, undefined, base);
}

module.exports = { runMain, runUrl };
