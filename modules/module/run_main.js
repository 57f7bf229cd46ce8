'use strict';
// Runs the program: decides by which loader, and starts it.

const path = require('path');
const { getOption } = require('options');
const { Module, traceLoad } = require('module/commonjs');
const { typeOf } = require('module/files');
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

// What is imported before the program may make its file, or find it by another name.
function isPrepared() {
  return getOption('--import').length > 0 || getOption('--experimental-loader').length > 0;
}

function wantsImport(file) {
  if (isPrepared()) return true;
  if (file === undefined) return false;
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
  if (!wantsImport(file)) {
    traceLoad(main, null, true);
    return;
  }
  if (getOption('--input-type') !== undefined) {
    const { ERR_INPUT_TYPE_NOT_ALLOWED } = require('errors');
    throw new ERR_INPUT_TYPE_NOT_ALLOWED();
  }
  const { hrefOfPath } = require('module/esm/urls');
  require('module/esm/loader').runMain(hrefOfPath(file ?? path.resolve(main)));
}

/** Runs what `url`, relative to the working directory, names (--entry-url). */
function runUrl(url) {
  require('warnings').emitExperimentalWarning('--entry-url');
  const base = require('module/esm/urls').hrefOfPath(`${require('process_object').cwd()}/`);
  const { URL } = require('url');
  require('module/esm/loader').runMain(new URL(url, base).href, base);
}

module.exports = { runMain, runUrl };
