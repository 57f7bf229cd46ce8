'use strict';
// Programs that are no modules (--eval, standard input), and --check: compiled as files are, without a module around.

const native = binding('module');
const { Module } = require('module/commonjs');
const { formatOf, isTypeScript, readSource, withoutTypes } = require('module/files');

/** Runs `source` at top level as the script `name`; returns its completion value. import() works as in a file. */
function runScript(source, name) {
  const { loader } = require('module/state');
  if (loader.pauseOnStart !== null) return loader.takePause()(native.runScript, undefined, source, name);
  return native.runScript(source, name);
}

/** Whether `source` compiles as an ES module, and not as a script. */
function hasModuleSyntax(source, name) {
  return native.hasModuleSyntax(source, name);
}

/** Whether `source` compiles as an ES module. */
function parsesAsModule(source, name) {
  return native.parsesAsModule(source, name);
}

/** Throws the SyntaxError of a file that has one, with its place. */
function checkSyntax(filename) {
  let source = readSource(filename);
  let format = formatOf(filename);
  if (isTypeScript(format)) {
    source = require('module/typescript').strip(source, filename);
    format = withoutTypes(format);
  }
  if (format === 'module') {
    binding('esm').compile(source, filename);
    return;
  }
  if (require('module/wrapper').isPatched()) {
    new (require('vm').Script)(Module.wrap(source), { filename });
    return;
  }
  const detects = format === undefined && require('options').getOption('--experimental-detect-module') !== false;
  native.compileCommonJS(source, filename, detects);
}

/** The SyntaxError of `source` as a script; undefined when it has none. */
function scriptError(source, name) {
  try {
    native.checkScript(source, name);
    return undefined;
  } catch (error) {
    return error;
  }
}

module.exports = { runScript, hasModuleSyntax, parsesAsModule, scriptError, checkSyntax };
