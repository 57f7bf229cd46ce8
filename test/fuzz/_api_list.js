'use strict';
// What programs can call: the functions, classes, methods and accessors of every public module and of the globals, found
// by reflection, and those that are left out, with the reason.

/** Left out by name, wherever a function of that name is found. */
const LEFT_OUT = {
  __proto__: null,
  // They end this process, or replace it: what a crash would look like.
  exit: 'ends the process', reallyExit: 'ends the process', abort: 'ends the process', execve: 'replaces the process',
  _rawDebug: 'fills the log', crash: 'ends the process', hang: 'hangs', causeSegfault: 'ends the process',
  // They reach others than this process and its folder.
  kill: 'other processes', _kill: 'other processes', killAll: 'other processes', dlopen: 'native code of others',
  setuid: 'the rights of the process', setgid: 'the rights of the process', seteuid: 'the rights of the process',
  setegid: 'the rights of the process', setgroups: 'the rights of the process', initgroups: 'the rights of the process',
  setPriority: 'the machine', chdir: 'leaves the folder', _debugProcess: 'other processes', _debugEnd: 'the debugger',
  fork: 'runs this program again', runMain: 'runs this program again', _preloadModules: 'runs this program again',
  setupPrimary: 'runs this program again', setupMaster: 'runs this program again', setRepl: 'runs programs',
  // They turn on what changes or slows all that comes behind.
  setFlagsFromString: 'changes V8 under way', removeAllListeners: 'takes away the fuzzer\'s own listeners',
  setUncaughtExceptionCaptureCallback: 'takes the fuzzer\'s errors', setHeapSnapshotNearHeapLimit: 'writes heaps to files',
  writeHeapSnapshot: 'slow', getHeapSnapshot: 'slow', takeHeapSnapshot: 'slow', queryObjects: 'slow', writeReport: 'slow',
  _cache: 'the modules of the fuzzer itself', register: 'starts a thread for each', setDeserializeMainFunction: 'of snapshots', setSourceMapsSupport: 'slow',
  enableCompileCache: 'writes to a folder of the user\'s', flushCompileCache: 'as that',
  // They wait, or compute, for as long as they are told.
  wait: 'waits', waitAsync: 'waits', waitForDebugger: 'waits', debug: 'a debugger',
  // V8 13.6 marks for ever, on Node too: objects of a context that was made after measureMemory() was called go to a list that
  // nobody takes them from. vm.measureMemory(); gc(); and in the next turn vm.measureMemory(); vm.createContext(); gc();
  measureMemory: 'V8 never comes to the end of its marking',
  // Descriptors that are not theirs: to close those below a handle ends every libuv program.
  close: 'of descriptors by number: see safeToCall', closeSync: 'of descriptors by number: see safeToCall',
};

/** Modules that are left out as a whole. */
const MODULES_LEFT_OUT = new Set(['inspector', 'inspector/promises', 'trace_events', 'wasi', 'sea', 'cluster']);
/** Those that reach the network, where it is not cut off. */
const NETWORK = /^(dns|dns\/promises|net|http|https|http2|tls|dgram|_http.*|_tls.*)$/;

/** Get only small numbers: what they cost grows with them. */
const COSTLY = /pbkdf2|scrypt|prime|keypair|generatekey|diffiehellman|hkdf|random|repeat|alloc|heap|bench|inspect|format|deep|glob/i;

/** What runs beside all that comes behind it, and makes each call cost twice: for few seeds. */
const LINGERING = new Set(['startCpuProfile', 'startHeapProfile']);

/** Functions that reach what they should not by their arguments. */
function safeToCall(name, args) {
  if (name !== 'close' && name !== 'closeSync') return true;
  return typeof args[0] !== 'number';
}

function isLeftOut(name) {
  return name !== 'close' && name !== 'closeSync' && LEFT_OUT[name] !== undefined;
}

/**
 * Entries `{ path, value, owner, kind }`: kind 'function', 'method' (owner: the prototype), 'get' or 'set'.
 * @param {boolean} withNetwork
 */
function list(withNetwork) {
  const entries = [];
  const seen = new Set();

  function add(path, name, value, owner, kind) {
    if (typeof value !== 'function' || isLeftOut(name) || seen.has(value)) return;
    seen.add(value);
    entries.push({ path, name, value, owner, kind });
    if (kind === 'get' || kind === 'set') return;
    walk(`${path}.`, value, 1, 'function');
    const prototype = own(value, 'prototype');
    if (prototype !== null && typeof prototype === 'object') walk(`${path}.prototype.`, prototype, 1, 'method');
  }
  function own(object, key) {
    try {
      const descriptor = Object.getOwnPropertyDescriptor(object, key);
      return descriptor !== undefined && 'value' in descriptor ? descriptor.value : undefined;
    } catch {
      return undefined;
    }
  }
  function walk(path, object, depth, kind) {
    if (depth > 4 || (typeof object === 'object' && seen.has(object))) return;
    if (typeof object === 'object') seen.add(object);
    for (const key of Reflect.ownKeys(object)) {
      const name = typeof key === 'symbol' ? `[${String(key)}]` : key;
      if (key === 'prototype' || isLeftOut(name)) continue;
      const descriptor = Object.getOwnPropertyDescriptor(object, key);
      if (descriptor.get !== undefined) {
        add(`get ${path}${name}`, name, descriptor.get, object, 'get');
        let value;
        try {
          value = kind === 'method' ? undefined : object[key];
        } catch { /* one that needs a receiver */ }
        if (value !== null && typeof value === 'object') walk(`${path}${name}.`, value, depth + 1, 'function');
        else add(`${path}${name}`, name, value, object, 'function');
      }
      add(`set ${path}${name}`, name, descriptor.set, object, 'set');
      const { value } = descriptor;
      if (typeof value === 'function') add(`${path}${name}`, name, value, object, kind);
      else if (value !== null && typeof value === 'object') walk(`${path}${name}.`, value, depth + 1, 'function');
    }
  }

  const { builtinModules } = require('module');
  for (const name of builtinModules) {
    const bare = name.replace(/^node:/, '');
    if (MODULES_LEFT_OUT.has(bare) || (!withNetwork && NETWORK.test(bare))) continue;
    let exports;
    try {
      exports = require(name);
    } catch {
      continue; // one that this build does not have
    }
    if (typeof exports === 'function') add(bare, bare, exports, undefined, 'function');
    walk(`${bare}.`, exports, 1, 'function');
  }
  for (const name of ['util', 'fs', 'buffer', 'zlib', 'crypto', 'http_parser', 'tcp_wrap', 'pipe_wrap', 'natives', 'tty_wrap',
                      'stream_wrap', 'spawn_sync', 'cares_wrap', 'udp_wrap', 'process_wrap', 'fs_event_wrap', 'constants']) {
    try {
      walk(`binding(${name}).`, process.binding(name), 1, 'function');
    } catch { /* there is none of that name */ }
  }
  // What is of the language is V8's affair: some of it runs as long as an iterator goes on, and some go on for ever.
  const ofTheLanguage = new Set(require('vm').runInNewContext('Object.getOwnPropertyNames(globalThis)'));
  const globals = Object.getOwnPropertyNames(globalThis)
    .filter((name) => !ofTheLanguage.has(name) && (withNetwork || !/fetch|WebSocket|EventSource/.test(name)));
  for (const name of globals) {
    const value = own(globalThis, name) ?? (name === 'process' || name === 'global' ? undefined : globalThis[name]);
    if (typeof value === 'function') add(name, name, value, undefined, 'function');
    else if (value !== null && typeof value === 'object' && value !== globalThis) walk(`${name}.`, value, 1, 'function');
  }
  return entries;
}

module.exports = { COSTLY, LINGERING, isLeftOut, list, safeToCall };
