// node:process: the members of the object that base/process_object makes. They are made with the start-up snapshot, so nothing
// at top level may look at this very process; start() fills that in. What is seldom used is loaded when it is first looked at.
// Also shown: debug_address, permission.
'use strict';
const { stringStartsWith } = require('intrinsics');
const EventEmitter = require('events');
const { defineLazy } = require('lazy_property');
const native = binding('process');

const process = module.exports = require('process_object');
Object.setPrototypeOf(Object.getPrototypeOf(process), EventEmitter.prototype);
Object.defineProperty(process, Symbol.toStringTag, { __proto__: null, writable: true, value: 'process' });

// --- How properties are defined that need a room which a hello world does not load. ---

/** Functions that load their room when first called. `functions` maps name to length. */
function lazyFunctions(room, functions) {
  for (const [name, length] of Object.entries(functions)) {
    const stub = { [name](...args) { return require(room)[name](...args); } }[name];
    Object.defineProperty(stub, 'length', { __proto__: null, configurable: true, value: length });
    process[name] = stub;
  }
}

/** A value that is computed when it is first looked at. */
function lazyValue(name, load, options) {
  defineLazy(process, name, load, options);
}

function accessor(name, get, set, enumerable = true) {
  Object.defineProperty(process, name, { __proto__: null, configurable: true, enumerable, get, set });
}

function constant(name, value) {
  Object.defineProperty(process, name, { __proto__: null, configurable: true, enumerable: true, value, writable: false });
}

// --- What it is. ---

constant('version', `v${native.nodeVersion}`);
lazyValue('versions', () => require('process/info').versions(), { writable: false });
constant('arch', native.arch);
constant('platform', native.platform);
lazyValue('release', () => require('process/info').release(), { writable: false });
lazyValue('features', () => require('process/info').features(), { writable: false });
lazyValue('config', () => require('process/info').config(), { writable: false });
lazyValue('allowedNodeEnvironmentFlags', () => require('process/info').allowedNodeEnvironmentFlags());
accessor('moduleLoadList', () => Object.keys(binding('builtins').loaded).map((id) => `NativeModule ${id}`));
accessor('title', () => native.title(), (title) => native.setTitle(String(title)));

process._events = undefined; // the EventEmitter's fields, then ours, in the order users see
EventEmitter.call(process);

// --- Where and who. ---

let directory; // asked of the kernel once; chdir forgets it

process.cwd = function cwd() {
  directory ??= native.cwd();
  return directory;
};
process.chdir = function chdir(path) {
  require('validators').validateString(path, 'directory');
  native.chdir(path);
  directory = undefined;
};
process.umask = function umask(mask) {
  if (mask === undefined) return native.umask(-1);
  return native.umask(require('validators').parseFileMode(mask, 'mask'));
};
for (const name of ['getuid', 'geteuid', 'getgid', 'getegid', 'getgroups']) {
  process[name] = { [name]() { return binding('credentials')[name](); } }[name];
}
lazyFunctions('process/credentials', { setuid: 1, seteuid: 1, setgid: 1, setegid: 1, setgroups: 1, initgroups: 2 });
lazyFunctions('process/env_file', { loadEnvFile: 0 });

// --- What it has used. ---

lazyFunctions('process/usage', { uptime: 0, cpuUsage: 1, threadCpuUsage: 1, resourceUsage: 0 });
lazyValue('hrtime', () => require('process/usage').hrtime);
lazyValue('memoryUsage', () => require('process/memory_usage').memoryUsage);
process.constrainedMemory = function constrainedMemory() { return native.constrainedMemory(); };
process.availableMemory = function availableMemory() { return native.availableMemory(); };
lazyFunctions('process/resources', {
  getActiveResourcesInfo: 0, _getActiveHandles: 0, _getActiveRequests: 0, ref: 1, unref: 1,
});

// --- Ticks, warnings, errors nobody caught. ---

process.nextTick = require('ticks').nextTick;
process._tickCallback = require('ticks').runBetweenCallbacks;
process.emitWarning = require('warnings').emitWarning;
lazyFunctions('uncaught', { setUncaughtExceptionCaptureCallback: 1, hasUncaughtExceptionCaptureCallback: 0 });
process._fatalException = function _fatalException(error, fromPromise) {
  return require('uncaught').onUncaught(error, fromPromise, '');
};
Object.defineProperty(process, 'debugPort', {
  __proto__: null,
  configurable: false,
  enumerable: true,
  get() { return require('process/debug_address').debugPort(); },
  set(port) { require('process/debug_address').setDebugPort(port); },
});

/** Has the process `pid` listen for debuggers. */
process._debugProcess = function _debugProcess(pid) { // eslint-disable-line no-unused-vars
  return require('process/debug_process').debugProcess(...arguments);
};

/** Stops listening for debuggers. */
process._debugEnd = function _debugEnd() {
  binding('inspector').close();
};

process._rawDebug = function _rawDebug(...args) {
  native.writeToStderr(`${require('inspect').format(...args)}\n`);
};

// --- What is there for old programs. ---

process.domain = null; // node:domain puts an accessor here
process._linkedBinding = function _linkedBinding(module) {
  const error = new Error(`No such binding was linked: ${module}`);
  error.code = 'ERR_INVALID_MODULE';
  throw error;
};
process._startProfilerIdleNotifier = (() => () => {})();
process._stopProfilerIdleNotifier = (() => () => {})();
lazyValue('_preload_modules', () => [...require('options').getOption('--require') ?? []], { writable: false });

// --- The end. ---

let exitCode;
Object.defineProperty(process, 'exitCode', {
  __proto__: null,
  configurable: false,
  enumerable: true,
  get: () => exitCode,
  set(code) {
    require('process/exit_code').validateExitCode(code, 'code');
    exitCode = code === null || code === undefined ? undefined : Number(code);
  },
});
process._exiting = false;
process.exit = function exit(code) {
  // What is given counts, undefined too: `main().then(process.exit)` succeeds, whatever process.exitCode was.
  if (arguments.length > 0) process.exitCode = code;
  require('lifecycle').exit();
};
// Methods, which cannot be called with `new`.
Object.assign(process, {
  reallyExit(code = 0) {
    require('exit_work').doEndWork();
    native.reallyExit(code | 0);
    for (;;); // a worker's returns, and is broken off here
  },
  abort() {
    require('exit_work').doEndWork();
    native.abort();
  },
});
lazyFunctions('process/execve', { execve: 1 });
lazyValue('report', () => require('report').report);
lazyValue('finalization', () => require('process/finalization').create());

// --- Signals. ---

lazyFunctions('process/signals', { kill: 2 });
process._kill = function _kill(pid, signal) {
  const { doEndWork, doLastWork } = require('exit_work');
  if (require('process/signals').endsOurselves(pid, signal)) doEndWork();
  else doLastWork(); // it may be us
  return native.kill(pid, signal);
};

// The first listener for a signal opens its handle, the last one's end closes it. Only names that begin with SIG are
// looked at, so that other events cost a comparison.
const looksLikeSignal = (event) => typeof event === 'string' && stringStartsWith(event, 'SIG');

function listenToSignals() {
  process.on('newListener', (event) => {
    if (!looksLikeSignal(event)) {
      if (event === 'workerMessage') require('worker_threads/thread_messages').openInbox();
      return;
    }
    const signals = require('process/signals');
    if (signals.isSignal(event)) signals.startListening(process, event);
  });
  process.on('removeListener', (event) => {
    if (looksLikeSignal(event) && process.listenerCount(event) === 0) require('process/signals').stopListening(event);
  });
}

// --- Standard streams. ---

for (const name of ['stdin', 'stdout', 'stderr']) {
  const get = () => require('stdio')[name]();
  Object.defineProperty(process, name, { __proto__: null, configurable: true, enumerable: true, get, set: undefined });
}
process.openStdin = function openStdin() {
  process.stdin.resume();
  return process.stdin;
};

// --- Modules. ---

process.getBuiltinModule = function getBuiltinModule(id) {
  require('validators').validateString(id, 'id');
  const publicId = require('module/public').publicId(id);
  return publicId === undefined ? undefined : require('module/commonjs').loadBuiltin(publicId);
};
process.dlopen = function dlopen() {
  return require('node_api').dlopen(...arguments);
};
lazyFunctions('process/legacy_binding', { binding: 1 });
accessor('sourceMapsEnabled', () => require('module/source_map_support').getSourceMapsSupport().enabled);
process.setSourceMapsEnabled = function setSourceMapsEnabled(enabled) {
  require('validators').validateBoolean(enabled, 'enabled');
  const everywhere = { __proto__: null, nodeModules: enabled, generatedCode: enabled };
  require('module/source_map_support').setSourceMapsSupport(enabled, everywhere);
};

// --- This very process. ---

/**
 * Fills in what the snapshot could not know. Called before the program runs: once, or once more where the snapshot is that
 * of a program, which was started itself.
 */
function start(isMainThread = true) {
  const facts = native.start();
  directory = undefined;
  process.argv = facts.argv;
  process.argv[0] = facts.execPath;
  process.execArgv = facts.execArgv;
  process.execPath = facts.execPath;
  constant('argv0', facts.argv0);
  constant('pid', facts.pid);
  process.ppid = facts.ppid;
  if (process.env === undefined) process.env = binding('process_env').env();
  else forgetWarnings();
  printWarnings();
  if (!isMainThread || require('options').getOption('--build-snapshot')) return;
  listenToSignals();
  if (process.env.NODE_CHANNEL_FD !== undefined) openChannelToParent();
  if (process.argv.length > 1 && Object.hasOwn(process.env, 'NODE_UNIQUE_ID')) joinCluster();
}

// Gives the object the properties that options on warnings ask for, and prints warnings by default. The negative
// forms of the options are how the command line spells them: --no-deprecation is deprecation off.
function printWarnings() {
  const { getOption } = require('options');
  if (getOption('--deprecation') === false) setTrue('noDeprecation');
  if (getOption('--throw-deprecation')) setTrue('throwDeprecation');
  if (getOption('--trace-deprecation')) setTrue('traceDeprecation');
  if (getOption('--trace-warnings')) setTrue('traceProcessWarnings');
  if (getOption('--warnings') !== false && process.env.NODE_NO_WARNINGS !== '1') process.on('warning', onWarning);
}

// What printWarnings did in the process that made the snapshot.
function forgetWarnings() {
  for (const name of byOptions) delete process[name];
  byOptions.clear();
  process.removeListener('warning', onWarning);
}

const byOptions = new Set();

function setTrue(name) {
  byOptions.add(name);
  Object.defineProperty(process, name, { __proto__: null, value: true, enumerable: true, configurable: true, writable: false });
}

function onWarning(warning) {
  require('process/print_warning').printWarning(warning);
}

// We were started by cluster.fork().
function joinCluster() {
  require('cluster')._setupWorker();
  delete process.env.NODE_UNIQUE_ID;
}

// We were started by fork(), or with 'ipc' among the stdio of spawn().
function openChannelToParent() {
  const { NODE_CHANNEL_FD: fd, NODE_CHANNEL_SERIALIZATION_MODE: serialization = 'json' } = process.env;
  delete process.env.NODE_CHANNEL_FD;
  delete process.env.NODE_CHANNEL_SERIALIZATION_MODE;
  require('child_process/ipc').openInChild(Number(fd), serialization);
}
Object.defineProperty(process, '_start', { __proto__: null, configurable: true, value: start });
