// Programs that are no files: --eval, --print, standard input; and --check.
'use strict';
const path = require('path');
const process = require('process_object');
const { getOption } = require('options');
const { Module } = require('module/commonjs');

/**
 * Runs `source` as a program named `name` ('[eval]' or '[stdin]'), and prints its value when asked to. `imports`: whether a
 * script waits for what --import names; a worker's does not, as on Node.
 */
function evaluate(name, source, print, imports = true) {
  const type = getOption('--input-type');
  if (type === undefined) source = withoutTypes(source, name);
  else if (type.endsWith('typescript')) source = require('module/typescript').strip(source, name);
  const isModule = type === undefined ? detectsModules() && isModuleOnly(source, name) : type.startsWith('module');
  if (getOption('--check')) return checkSource(name, source, isModule);
  if (isModule) return evaluateModule(source, print, type !== undefined);
  if ((!imports || getOption('--import').length === 0) && getOption('--experimental-loader').length === 0) {
    return evaluateScript(name, source, print);
  }
  const { importPreloads, runAsProgram } = require('module/esm/loader');
  return runAsProgram(async () => {
    await importPreloads();
    evaluateScript(name, source, print);
  });
}

function evaluateScript(name, source, print) {
  const main = new Module(name);
  const directory = workingDirectory();
  main.filename = path.join(directory, name);
  main.paths = Module._nodeModulePaths(directory);
  // The program is a script at top level, so that its variables are global, and finds a module's variables as globals.
  const scope = { __filename: name, module: main, exports: main.exports, __dirname: '.', require: makeRequire(main) };
  for (const [variable, value] of Object.entries(scope)) {
    Object.defineProperty(globalThis, variable, { __proto__: null, configurable: true, enumerable: true, writable: true, value });
  }
  defineBuiltinGlobals();
  let result, threw = true;
  try { // not caught: the error's place would be another
    result = require('module/run_script').runScript(source, name);
    threw = false;
  } finally {
    if (threw) require('uncaught').keepNextHead();
  }
  // Last of all: what is promised is settled by then.
  if (print) process.on('exit', () => require('console').log(result));
}

function detectsModules() {
  return getOption('--experimental-detect-module') !== false;
}

// What compiles as a script is one, although it would not as a CommonJS file (`const __filename = ...`).
function isModuleOnly(source, name) {
  return require('module/run_script').scriptError(source, name) !== undefined && hasModuleSyntax(source, name);
}

function hasModuleSyntax(source, name) {
  return require('module/run_script').hasModuleSyntax(source, name);
}

/** What is no JavaScript may be TypeScript. If it is not that either, the JavaScript's error says so too. */
function withoutTypes(source, name) {
  if (getOption('--strip-types') === false) return source;
  const { parsesAsModule, scriptError } = require('module/run_script');
  const error = scriptError(source, name);
  if (error === undefined || (detectsModules() && parsesAsModule(source, name))) return source;
  try {
    return require('module/typescript').strip(source, name);
  } catch (cause) {
    // Behind the place, which ends with an empty line.
    error.stack = error.stack.replace(/\n\n/, () => `\n${cause.message}\n\n`);
    throw error;
  }
}

/** The working directory; where that is gone, the one that eddy is in. */
function workingDirectory() {
  try {
    return process.cwd();
  } catch {
    return path.dirname(process.execPath);
  }
}

// --check for a program from standard input.
function checkSource(name, source, isModule) {
  if (isModule) binding('esm').compile(source, name);
  else require('vm').compileFunction(source, [], { filename: name });
}

function makeRequire(main) {
  return require('module/create_require').makeRequire(main);
}

// In --eval programs the built-in modules are globals, as in the REPL.
function defineBuiltinGlobals() {
  const { builtinModules } = require('module');
  for (const id of builtinModules) {
    if (id.includes('/') || id.startsWith('_') || id.startsWith('node:')) continue;
    // `crypto` is the module here, not the Web Crypto object that is global elsewhere.
    if (id in globalThis && id !== 'crypto') continue;
    let assigned, isAssigned = false;
    Object.defineProperty(globalThis, id, {
      __proto__: null,
      configurable: true,
      enumerable: false,
      get: () => (isAssigned ? assigned : process.getBuiltinModule(id)),
      set: (value) => {
        assigned = value;
        isAssigned = true;
      },
    });
  }
}

// `isMain`: not where only its syntax told that it is a module, as on Node.
function evaluateModule(source, print, isMain) {
  if (print) {
    const { ERR_EVAL_ESM_CANNOT_PRINT } = require('errors');
    throw new ERR_EVAL_ESM_CANNOT_PRINT();
  }
  return require('module/esm/loader').runSource(source, `${require('url').pathToFileURL(`${workingDirectory()}/`)}[eval1]`, isMain);
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
