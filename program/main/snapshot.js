'use strict';
// The program of --build-snapshot, and the one that goes on with its heap in another process. Between the two lies
// KeepHeap (src/runtime/user_snapshot.cc): it calls nothing of ours, so that settle() has to leave everything as a
// start expects it.

const process = require('process_object');
const { getOption } = require('options');
const { loaded, hooks } = binding('builtins');
const { leaveOutCodeCache } = binding('startup_snapshot');
const snapshot = require('v8/startup_snapshot');

// --- Building. ---

// Names that stand for a snapshot without a program.
const EMPTY = new Set(['node:embedded_snapshot_main', 'node:generate_default_snapshot']);

let limitBefore; // Error.stackTraceLimit when the program began

/** What C++ calls in place of main(). */
function build() {
  process._start();
  const { wantsInspector } = require('main');
  const { NODE_V8_COVERAGE: coverage } = process.env;
  if (wantsInspector() || coverage) rememberConsoles();
  if (wantsInspector()) require('inspector/start').start();
  if (coverage) require('v8/coverage').start(coverage);
  limitBefore = getOption('--stack-trace-limit') ?? 10;
  // V8 defines it, WebAssembly and SharedArrayBuffer where a snapshot is started from, not where one is made.
  Error.stackTraceLimit = limitBefore = Number(limitBefore);
  const file = builderFile();
  if (EMPTY.has(file)) return;
  const source = readBuilder(file);
  const filename = require('path').resolve(file);
  const body = binding('module').compileWith(source, filename, ['require', '__filename', '__dirname'], undefined);
  body(requireForUserSnapshot, filename, require('path').dirname(filename));
}

function builderFile() {
  const file = getOption('--build-snapshot-config');
  if (file === undefined) return process.argv[1];
  const config = require('main/json_config').read(file, 'snapshot configuration');
  const builder = config.text('builder');
  if (config.boolean('withoutCodeCache', 'boolean')) leaveOutCodeCache();
  process.argv.splice(1, 0, builder);
  return builder;
}

function readBuilder(file) {
  try {
    return require('fs').readFileSync(file, 'utf8');
  } catch (error) {
    // "ENOENT: no such file or directory"
    return require('main/json_config').fail(`Cannot read builder script ${file} for building snapshot. ${error.message.split(',')[0]}`);
  }
}

// Built-in modules that keep nothing of the process in a snapshot, or let go of it.
const supported = new Set([
  '_stream_duplex', '_stream_passthrough', '_stream_readable', '_stream_transform', '_stream_wrap', '_stream_writable',
  'assert', 'assert/strict', 'async_hooks', 'buffer', 'console', 'constants', 'crypto', 'diagnostics_channel', 'dns', 'dns/promises',
  'events', 'fs', 'fs/promises', 'http', 'https', 'net', 'os', 'path', 'path/posix', 'path/win32', 'process', 'punycode',
  'querystring', 'stream', 'stream/consumers', 'stream/promises', 'stream/web', 'string_decoder', 'sys', 'timers',
  'timers/promises', 'url', 'util', 'util/types', 'v8', 'zlib',
]);
const warned = new Set();

// A snapshot holds one file of a program's: its packages have to be bundled into it.
function requireForUserSnapshot(id) {
  const name = require('module/public').publicId(id);
  if (name === undefined) {
    const error = new Error(`Cannot find module '${id}'. `);
    error.code = 'MODULE_NOT_FOUND';
    throw error;
  }
  if (!supported.has(name) && !warned.has(name)) {
    warned.add(name);
    process.emitWarning(`It's not yet fully verified whether built-in module "${id}" works in user snapshot builder scripts.\n` +
      'It may still work in some cases, but in other cases certain run-time states may be out-of-sync after snapshot ' +
      'deserialization.\nTo request support for the module, use the Node.js issue tracker: https://github.com/nodejs/node/issues');
  }
  return require('module/commonjs').loadBuiltin(name);
}

/** The loop is empty: serialize callbacks may give it new work. Called by C++ in place of lifecycle.beforeExit. */
function beforeExit() {
  require('lifecycle').beforeExit();
  if (snapshot.hasSerializeCallbacks()) snapshot.runSerializeCallbacks();
}

// Files that keep facts of this process, or native objects, by which nothing of a program's is lost.
const keepers = [
  'options', 'module/commonjs', 'module/resolve', 'module/package_json', 'stdio', 'timers/queue', 'dns/resolver', 'process/print_warning',
  'process/signals', 'messaging/plain', 'http2/events', 'crypto/random',
];
// Files that make native objects anew, or ask the process once more.
const revived = ['messaging', 'messaging/plain', 'crypto/hash', 'process/signals', 'url/native'];

/** The program's exit code. Where it succeeded, the heap is made ready to be written. Called by C++ as the last of all. */
function finish() {
  const code = require('lifecycle').exitCode();
  if (code !== 0) return code;
  if (getOption('--build-sea-snapshot') && snapshot.mainFunction() === undefined) {
    return require('main/json_config').fail(`${process.argv[1]} does not invoke v8.startupSnapshot.setDeserializeMainFunction(), which ` +
      'is required for snapshot scripts used to build single executable applications.');
  }
  limit = stackTraceLimit();
  for (const id of keepers) loaded[id]?.exports.forgetAll();
  restoreConsoles();
  hooks.main = resume; // what the snapshot goes on with
  require('ticks').resume();
  process._exiting = false;
  process.exitCode = undefined;
  // Refreshed at the start; until then nothing of this process, so that the same program gives the same bytes.
  process.ppid = 0;
  process.argv = [];
  process.execArgv = [];
  process.execPath = '';
  for (const [name, value] of [['pid', 0], ['argv0', '']]) Object.defineProperty(process, name, { __proto__: null, value });
  return 0;
}

// An inspector gives consoles two members that belong to it. The next one gives them anew.
const ofInspector = ['memory', 'createTask'];
const before = new Map(); // console -> descriptors of them

function rememberConsoles() {
  for (const console of [require('intrinsics').v8Console, require('console')]) {
    before.set(console, ofInspector.map((name) => Object.getOwnPropertyDescriptor(console, name)));
  }
}

function restoreConsoles() {
  for (const [console, descriptors] of before) {
    ofInspector.forEach((name, i) => {
      if (descriptors[i] === undefined) delete console[name];
      else Object.defineProperty(console, name, { __proto__: null, ...descriptors[i] });
    });
  }
  before.clear();
}

let limit; // Error.stackTraceLimit as the program set it, or undefined

function stackTraceLimit() {
  const set = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  delete Error.stackTraceLimit; // V8 defines it anew, from its option
  if (set !== undefined && set.value === limitBefore) return undefined;
  process._rawDebug('Error.stackTraceLimit has been modified by the snapshot builder script.\n' +
    'It will be preserved after snapshot deserialization and override --stack-trace-limit passed into the deserialized ' +
    'application.\nTo allow --stack-trace-limit override in the deserialized application, save Error.stackTraceLimit in ' +
    'the snapshot builder script, restore it before the snapshot is built, or do not change it.');
  return set;
}

// --- In the process that starts from the heap. ---

/** What C++ calls in place of main(). */
function resume() {
  if (limit !== undefined) Object.defineProperty(Error, 'stackTraceLimit', { __proto__: null, ...limit });
  binding('module').connectCallbacks();
  process._start();
  for (const id of revived) loaded[id]?.exports.revive();
  require('main').begin(snapshot);
}

module.exports = { build, beforeExit, finish, resume };
