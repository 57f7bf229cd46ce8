'use strict';
// What the native inspector wants of JavaScript when it is made: it runs this file, once a thread. Nothing of it is loaded
// in a program that nobody inspects.

const native = binding('inspector');
const { v8Console } = require('intrinsics');
const asyncIds = require('async_ids');

// --- The console: its methods tell the inspector's clients, too. ---

function joinConsoles() {
  const console = require('console');
  for (const name of Object.keys(v8Console)) {
    const ours = console[name];
    console[name] = typeof ours === 'function' && !isReplacement(name) ? joined(v8Console[name], ours, name) : v8Console[name];
  }
}

// These do nothing in our console but for an inspector.
function isReplacement(name) {
  return name === 'profile' || name === 'profileEnd' || name === 'timeStamp' || name === 'context' || name === 'createTask';
}

function joined(theirs, ours, name) {
  const both = native.both(theirs, ours);
  Object.defineProperty(both, 'name', { __proto__: null, configurable: true, value: name });
  return both;
}

// --- Evaluation: `require` in a debugger's console. ---

let commandLineRequire;

function makeCommandLineRequire() {
  if (commandLineRequire === undefined) {
    const { Module } = require('module/commonjs');
    const process = require('process_object');
    const owner = new Module('<inspector console>');
    owner.paths = Module._nodeModulePaths(process.cwd()).concat(Module.globalPaths ?? []);
    commandLineRequire = require('module/create_require').makeRequire(owner);
  }
  return commandLineRequire;
}

// --- Stacks across callbacks. V8 follows promises by itself. ---

const trackingHook = {
  init(id, type) {
    if (type !== 'PROMISE') native.taskScheduled(type, id);
  },
  before: native.taskStarted,
  after: native.taskFinished,
  destroy: native.taskCanceled,
  promiseResolve: undefined,
  skipsPromises: true,
};

/** Called natively: a client wants stacks of several callbacks, or no more. */
function trackAsyncTasks(on) {
  if (on) {
    asyncIds.startTracking();
    asyncIds.addHook(trackingHook);
  } else {
    asyncIds.removeHook(trackingHook);
    native.allTasksCanceled();
  }
}

// --- Domains that are kept in JavaScript. ---

/** Called natively. JSON of the result, {error} or {invalid: true}; undefined when there is no such method. */
function handleRequest(session, method, params) {
  return require('inspector/domains').handle(session, method, params);
}

// Functions that have functions as their native data cannot be in a snapshot.
if (!require('v8/startup_snapshot').isBuildingSnapshot()) joinConsoles();
native.setHooks(makeCommandLineRequire, trackAsyncTasks, handleRequest);
