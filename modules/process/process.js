// node:process. The object is made when the start-up snapshot is, so nothing here may look at this process before
// _start() has run; what is seldom used is loaded when it is first looked at.
'use strict';
const EventEmitter = require('events');

const process = Object.create(processPrototype());
module.exports = process;

// `process instanceof EventEmitter`, with a prototype of its own between the two.
function processPrototype() {
  function process() {}
  delete process.prototype.constructor;
  process.prototype = Object.create(EventEmitter.prototype);
  Object.defineProperty(process.prototype, 'constructor', { configurable: true, value: process, writable: true });
  Object.defineProperty(process.prototype, Symbol.toStringTag, { configurable: true, value: 'process' });
  return process.prototype;
}

/** Defines functions that load their room when they are first called. */
function lazyFunctions(room, names) {
  for (const [name, length] of Object.entries(names)) {
    const stub = { [name](...args) { return require(room)[name].apply(this, args); } }[name];
    Object.defineProperty(stub, 'length', { configurable: true, value: length });
    process[name] = stub;
  }
}

/** Defines a property that is computed when it is first read, and can be replaced. */
function lazyValue(name, load, enumerable = true) {
  const settle = (value) => {
    Object.defineProperty(process, name, { configurable: true, enumerable, writable: true, value });
    return value;
  };
  Object.defineProperty(process, name, {
    configurable: true, enumerable, get: () => settle(load()), set: settle,
  });
}

EventEmitter.call(process);
const native = binding('process');
const lifecycle = () => require('process/lifecycle');

process.nextTick = require('ticks').nextTick;
process.exit = function exit(code) { lifecycle().exit(code); };
process.reallyExit = native.reallyExit;
process.cwd = native.cwd;
process.exitCode = undefined;
process._exiting = false;
process.emitWarning = function emitWarning(...args) { return require('warnings').emitWarning(...args); };

/** Fills in what belongs to this one process. Called once, before the program. */
process._start = function _start() {
  const start = native.start();
  process.argv = start.argv;
  process.execArgv = start.execArgv;
  process.execPath = start.execPath;
  process.argv0 = start.argv0;
  process.pid = start.pid;
  process.argv[0] = start.execPath;
  process.env = binding('process_env').env();
};
