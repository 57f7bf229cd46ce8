'use strict';
// The compile cache: what V8 compiled of a program's files is kept in a directory (module.enableCompileCache(), or the
// environment's NODE_COMPILE_CACHE), so that the next run need not parse them. It is written when the process ends.
//
// A file of the cache is named by what it is the code of; it begins with the hashes of that source and of the code. Text that
// was made of a source, such as TypeScript without its types, is kept in the same way.

const native = binding('module');
const path = require('path');
const process = require('process_object');

const STATUS = Object.freeze({ __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 });
const constants = Object.freeze({ __proto__: null, compileCacheStatus: STATUS });

const PERMISSIONS = ['write', 'read'];
const HASH_LENGTH = 16;
const HEADER_LENGTH = 2 * HASH_LENGTH;

let directory; // undefined until enabled
let isPortable = false;
let isVerbose; // NODE_DEBUG_NATIVE=COMPILE_CACHE
const entries = [];

class Entry {
  constructor(type, name, file, sourceHash) {
    this.type = type;
    this.name = name;
    this.file = file;
    this.sourceHash = sourceHash;
    this.data = undefined; // the code that was found
    this.rejected = false; // set natively
    this.compiled = undefined; // a function or native module, or a text
    this.isCurrent = false; // the file has the code of `compiled`
  }
}

function debug(text) {
  isVerbose ??= (process.env.NODE_DEBUG_NATIVE ?? '').split(',').includes('COMPILE_CACHE');
  if (isVerbose) process._rawDebug(`[compile cache] ${text}`);
}

// Enabling -----------------------------------------------------------------------------------------------------------

function checkDirectory(given) {
  if (given === undefined || typeof given === 'string') return;
  const { ERR_INVALID_ARG_TYPE } = require('errors');
  const error = new ERR_INVALID_ARG_TYPE('cacheDir', 'string', given);
  error.message = 'cacheDir should be a string';
  throw error;
}

/**
 * Keeps compiled code in a directory, by default that of NODE_COMPILE_CACHE or one below the system's for temporary files.
 * `options`: the directory, or {directory, portable}; portable: files are known by where they are seen from the directory.
 * @returns {{status: number, message?: string, directory?: string}} one of constants.compileCacheStatus
 */
function enableCompileCache(options) {
  const settings = typeof options === 'object' && options !== null ? options : { directory: options };
  checkDirectory(settings.directory);
  const { env } = process;
  if (env.NODE_DISABLE_COMPILE_CACHE) {
    debug('Disabled by NODE_DISABLE_COMPILE_CACHE');
    return { status: STATUS.DISABLED, message: 'Disabled by NODE_DISABLE_COMPILE_CACHE' };
  }
  if (directory !== undefined) return { status: STATUS.ALREADY_ENABLED, directory };
  const base = settings.directory || env.NODE_COMPILE_CACHE || path.join(require('os').tmpdir(), 'node-compile-cache');
  const given = path.resolve(base);
  const wanted = path.join(given, versionTag());
  const refused = PERMISSIONS.find((name) => !binding('permission').has(`fs.${name}`, wanted));
  if (refused !== undefined) {
    const message = `Skipping compile cache because ${refused} permission for ${wanted} is not granted`;
    debug(message);
    return { status: STATUS.FAILED, message };
  }
  try {
    require('fs').mkdirSync(wanted, { recursive: true });
  } catch (error) {
    debug(`cannot create ${wanted}: ${error.message}`);
    return { status: STATUS.FAILED, message: `Cannot create cache directory: ${error.message}` };
  }
  directory = wanted;
  isPortable = settings.portable ?? env.NODE_COMPILE_CACHE_PORTABLE === '1';
  require('module/state').loader.compileCache = module.exports;
  require('exit_work').setExitWork(writeAll);
  return { status: STATUS.ENABLED, directory: given };
}

// Code is good for the version of V8 that compiled it; others' files are none of ours.
function versionTag() {
  const { version, arch, versions } = process;
  return `${version}-${arch}-${native.hashText(versions.v8).slice(0, 8)}-${process.getuid()}`;
}

/** At the start: as the environment says. */
function enableFromEnvironment() {
  if (process.env.NODE_COMPILE_CACHE) enableCompileCache();
}

/** @returns {string|undefined} the directory of the cache */
function getCompileCacheDir() {
  return directory;
}

// Reading ------------------------------------------------------------------------------------------------------------

/** What is kept of the file `name` whose text is `source`; type: 'CommonJS' or 'ESM'. To be given to the compiler. */
function find(type, name, source) {
  const entry = addEntry(type, name, source);
  read(entry, 'reading cache from');
  return entry;
}

/** The text that is kept of `source`, the file `name`, or else what make() returns; `type` says what is made of it. */
function findText(type, name, source, make) {
  const entry = addEntry(type, name, source);
  read(entry, 'retrieving transpile cache from');
  if (entry.data !== undefined) {
    entry.compiled = entry.data.toString();
    entry.isCurrent = true;
    entry.data = undefined;
    debug(`retrieving transpile cache for ${type} ${name}... success`);
  } else {
    debug(`no transpile cache for ${type} ${name}`);
    entry.compiled = make();
    debug(`saving transpilation cache for ${type} ${name}`);
  }
  return entry.compiled;
}

function addEntry(type, name, source) {
  const key = isPortable ? path.relative(directory, name.replace(/^file:\/\//, '')) : name;
  const entry = new Entry(type, name, path.join(directory, native.hashText(`${type} ${key}`)), native.hashText(source));
  entries.push(entry);
  return entry;
}

function read(entry, verb) {
  const doing = `${verb} ${entry.file} for ${entry.type} ${entry.name}...`;
  let bytes;
  try {
    bytes = require('fs').readFileSync(entry.file);
  } catch (error) {
    debug(`${doing} ${error.code}`);
    return;
  }
  const found = bytes.toString('latin1', 0, HASH_LENGTH);
  if (found !== entry.sourceHash) {
    debug(`${doing} code hash mismatch: expected ${entry.sourceHash}, actual ${found}`);
    return;
  }
  const data = bytes.subarray(HEADER_LENGTH);
  if (native.hashBytes(data) !== bytes.toString('latin1', HASH_LENGTH, HEADER_LENGTH)) {
    debug(`${doing} cache hash mismatch`);
    return;
  }
  debug(`${doing} success, size=${data.length}`);
  entry.data = data;
}

/** The compiler is done with the file: `compiled` is its function or native module. */
function keep(entry, compiled) {
  entry.compiled = compiled;
  const what = `V8 code cache for ${entry.type} ${entry.name}`;
  if (entry.data === undefined) {
    debug(`${what} was not initialized, initializing the in-memory entry`);
  } else if (entry.rejected) {
    debug(`${what} was rejected, initializing the in-memory entry`);
  } else {
    debug(`${what} was accepted, keeping the in-memory entry`);
    entry.isCurrent = true;
  }
  entry.data = undefined;
}

// Writing ------------------------------------------------------------------------------------------------------------

/** Writes what was compiled so far; otherwise it is written when the process ends. */
function flushCompileCache() {
  writeAll();
  debug('module.flushCompileCache() finished');
}

function writeAll() {
  for (const entry of entries) {
    const what = `${entry.type} ${entry.name}`;
    if (entry.compiled === undefined) {
      debug(`skip persisting ${what} because the cache was not initialized`);
    } else if (entry.isCurrent) {
      debug(`skip persisting ${what} because cache was the same`);
    } else {
      write(entry);
    }
  }
}

// What is kept of an entry; undefined where V8 has none.
function bytesOf({ type, compiled }) {
  const { Buffer } = require('buffer');
  if (typeof compiled === 'string') return Buffer.from(compiled);
  const code = type === 'ESM' ? compiled.createCachedData() : native.createCodeCache(compiled);
  return code && Buffer.from(code.buffer, code.byteOffset, code.byteLength);
}

// Under another name first: whoever reads finds a whole file or none.
function write(entry) {
  const doing = `writing cache for ${entry.type} ${entry.name} in ${entry.file}...`;
  const data = bytesOf(entry);
  if (data === undefined) return;
  const { Buffer } = require('buffer');
  const fs = require('fs');
  const unfinished = `${entry.file}.${process.pid}`;
  try {
    fs.writeFileSync(unfinished, Buffer.concat([Buffer.from(entry.sourceHash + native.hashBytes(data), 'latin1'), data]));
    fs.renameSync(unfinished, entry.file);
  } catch (error) {
    debug(`${doing} ${error.message}`);
    return;
  }
  entry.isCurrent = true;
  debug(`${doing} success`);
}

module.exports = {
  constants, enableCompileCache, enableFromEnvironment, getCompileCacheDir, flushCompileCache, find, findText, keep,
};
