// Programs that are no files: --eval, --print, standard input; and --check.
'use strict';
const path = require('path');
const process = require('process');
const { getOption } = require('options');
const { Module } = require('module/cjs');

/** Runs `source` as a program named `name` ('[eval]' or '[stdin]'), and prints its value when asked to. */
function evaluate(name, source, print) {
  const type = getOption('--input-type');
  if (type === 'module' || type === 'module-typescript') return evaluateModule(source, print);
  if (type === undefined && getOption('--experimental-detect-module') &&
      require('module/run_script').hasModuleSyntax(source, name)) return evaluateModule(source, print);
  if (getOption('--check')) return void require('vm').compileFunction(source, [], { filename: name });
  const main = new Module(name);
  main.filename = path.join(process.cwd(), name);
  main.paths = Module._nodeModulePaths(process.cwd());
  // The program is a script at top level, so that its variables are global, and finds a module's variables as globals.
  const scope = { module: main, exports: main.exports, require: makeRequire(main), __filename: name, __dirname: '.' };
  for (const [variable, value] of Object.entries(scope)) {
    Object.defineProperty(globalThis, variable, { configurable: true, enumerable: false, writable: true, value });
  }
  defineBuiltinGlobals();
  const result = require('module/run_script').runScript(source, name);
  if (print) require('console').log(result);
}

function makeRequire(main) {
  return require('module/cjs').makeRequire(main);
}

// In --eval programs the built-in modules are globals, as in the REPL.
function defineBuiltinGlobals() {
  const { builtinModules } = require('module');
  for (const id of builtinModules) {
    if (id.includes('/') || id.startsWith('_') || id.startsWith('node:') || id in globalThis) continue;
    const settle = (value) => Object.defineProperty(globalThis, id, { configurable: true, enumerable: false, writable: true, value });
    Object.defineProperty(globalThis, id, {
      configurable: true,
      enumerable: false,
      get: () => {
        const value = process.getBuiltinModule(id);
        settle(value);
        return value;
      },
      set: settle,
    });
  }
}

function evaluateModule(source, print) {
  if (print) {
    const { ERR_EVAL_ESM_CANNOT_PRINT } = require('errors');
    throw new ERR_EVAL_ESM_CANNOT_PRINT();
  }
  return require('module/esm/loader').runSource(source, 'file://' + process.cwd() + '/[eval1]');
}

/** --check: parses the file, and says nothing when it is well-formed. */
function checkFile(file) {
  const filename = Module._findPath(path.resolve(file), null, true);
  if (!filename) {
    const error = new Error(`Cannot find module '${path.resolve(file)}'`);
    error.code = 'MODULE_NOT_FOUND';
    error.requireStack = [];
    throw error;
  }
  require('module/run_script').checkSyntax(filename);
}

/** Reads the whole program from standard input, then runs it. */
function runStandardInput() {
  let source = '';
  const { stdin } = process;
  stdin.setEncoding('utf8');
  stdin.on('data', (chunk) => { source += chunk; });
  stdin.on('end', () => evaluate('[stdin]', source, getOption('--print')));
}

module.exports = { evaluate, checkFile, runStandardInput };
