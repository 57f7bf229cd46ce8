'use strict';
// node:wasi: what a WebAssembly module that was compiled for WASI preview 1 imports, and how it is begun. The functions are
// native (preview1.h); the folders that a module is given hold it, whatever links and ".." it tries (folder.h).

const { ERR_INVALID_ARG_VALUE, ERR_WASI_ALREADY_STARTED } = require('errors');
const {
  validateArray, validateBoolean, validateFunction, validateInt32, validateObject, validateString, validateUndefined,
} = require('validators');
const { noOptions } = require('define');
const { emitExperimentalWarning } = require('warnings');
const native = binding('wasi');

emitExperimentalWarning('WASI');

// What proc_exit throws to get out of a module, with returnOnExit.
const exit = Symbol('exit');

// The name that modules import from, by the version of the constructor's options.
const namespaces = { __proto__: null, preview1: 'wasi_snapshot_preview1', unstable: 'wasi_unstable' };

// Everything in the order in which wasiImport has it: the native functions, and ours where they go.
const functionNames = Object.getOwnPropertyNames(native.WASI.prototype)
  .filter((name) => name !== 'constructor' && !name.startsWith('_'));
functionNames.splice(functionNames.indexOf('proc_raise'), 0, 'proc_exit');

/** 'NAME=value' of each variable that has a value. */
function environmentOf(env) {
  return Object.entries(env).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${value}`);
}

/** A module's world: its arguments, environment, folders and standard streams. */
class WASI {
  #namespace;
  #native;
  #started = false;
  #exitCode = 0;
  #instance;

  /**
   * @param {object} options
   * @param {'preview1' | 'unstable'} options.version
   * @param {string[]} [options.args] the command line, its first word the program's name; none by default
   * @param {object} [options.env] environment variables; none by default
   * @param {object} [options.preopens] folders: names for the module as keys, the machine's paths as values
   * @param {boolean} [options.returnOnExit] whether start() returns the code when the module exits; else the process ends.
   *   Default: true
   * @param {number} [options.stdin] descriptors; 0, 1 and 2 by default
   * @param {number} [options.stdout]
   * @param {number} [options.stderr]
   * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, ERR_ACCESS_DENIED; an error whose code is
   *   UVWASI_ENOENT or the like where a folder or a descriptor cannot be opened
   */
  constructor(options = noOptions) {
    validateObject(options, 'options');
    const { version } = options;
    validateString(version, 'options.version');
    this.#namespace = namespaces[version];
    if (this.#namespace === undefined) {
      throw new ERR_INVALID_ARG_VALUE('options.version', version, 'unsupported WASI version');
    }
    const { args, env, preopens } = options;
    if (args !== undefined) validateArray(args, 'options.args');
    if (env !== undefined) validateObject(env, 'options.env');
    const environment = environmentOf(env ?? noOptions);
    if (preopens !== undefined) validateObject(preopens, 'options.preopens');
    const folders = Object.entries(preopens ?? noOptions);
    const guests = folders.map(([guest]) => guest);
    const hosts = folders.map(([, host]) => String(host));
    const { stdin = 0, stdout = 1, stderr = 2 } = options;
    validateInt32(stdin, 'options.stdin', 0);
    validateInt32(stdout, 'options.stdout', 0);
    validateInt32(stderr, 'options.stderr', 0);
    const { returnOnExit = true } = options;
    validateBoolean(returnOnExit, 'options.returnOnExit');

    this.#native = new native.WASI((args ?? []).map(String), environment, guests, hosts, stdin, stdout, stderr);
    this.wasiImport = this.#makeImports(returnOnExit);
  }

  #makeImports(returnOnExit) {
    const imports = { __proto__: { constructor: WASI } };
    const exitFunction = returnOnExit ? this.#returnOnExit : this.#exit;
    for (const name of functionNames) {
      imports[name] = name === 'proc_exit' ? exitFunction.bind(this) : this.#native[name].bind(this.#native);
    }
    return imports;
  }

  #returnOnExit(code) {
    this.#exitCode = code;
    throw exit;
  }

  #exit(code) {
    this.#native._requireStarted();
    const process = require('process_object');
    // A thread ends alone; the process as by exit(3), without JavaScript's 'exit'.
    if (binding('process').isMainThread()) process.reallyExit(code);
    else process.exit(code);
  }

  /**
   * Gives the module's memory to the functions of wasiImport, and nothing else: for modules whose functions the program calls
   * itself, such as threads of WebAssembly.
   * @param {WebAssembly.Instance} instance
   * @param {{memory?: WebAssembly.Memory}} [options] `memory`: instance.exports.memory by default
   * @throws ERR_WASI_ALREADY_STARTED when one of these three methods has been called; ERR_INVALID_ARG_TYPE
   */
  finalizeBindings(instance, { memory = instance?.exports?.memory } = noOptions) {
    if (this.#started) throw new ERR_WASI_ALREADY_STARTED();
    validateObject(instance, 'instance');
    validateObject(instance.exports, 'instance.exports');
    this.#native._setMemory(memory);
    this.#instance = instance;
    this.#started = true;
  }

  /**
   * Runs a command: calls the module's _start(). It must have no _initialize().
   * @param {WebAssembly.Instance} instance
   * @returns {number} the exit code
   */
  start(instance) {
    this.finalizeBindings(instance);
    const { _start, _initialize } = this.#instance.exports;
    validateFunction(_start, 'instance.exports._start');
    validateUndefined(_initialize, 'instance.exports._initialize');
    try {
      _start();
    } catch (error) {
      if (error !== exit) throw error;
    }
    return this.#exitCode;
  }

  /**
   * Begins a library: calls the module's _initialize(), if it has one. It must have no _start().
   * @param {WebAssembly.Instance} instance
   */
  initialize(instance) {
    this.finalizeBindings(instance);
    const { _start, _initialize } = this.#instance.exports;
    validateUndefined(_start, 'instance.exports._start');
    if (_initialize === undefined) return;
    validateFunction(_initialize, 'instance.exports._initialize');
    _initialize();
  }

  /** What to instantiate a module with that imports nothing but WASI. */
  getImportObject() {
    return { [this.#namespace]: this.wasiImport };
  }
}

module.exports = { WASI };
