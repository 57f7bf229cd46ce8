'use strict';
// Preloaded before a test: records what the test uses, or breaks one thing of it.
//
//   EDDY_MUTANT=record   writes the names of the things below that were used to the file $EDDY_USED, at the end
//   EDDY_MUTANT=NAME     breaks that one
//
// Only in the test's own process and thread: children and workers are left alone. A test that needs what is broken has to fail.
const childProcess = require('node:child_process');
const dgram = require('node:dgram');
const dns = require('node:dns');
const { EventEmitter } = require('node:events');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const { Readable } = require('node:stream');
const timersPromises = require('node:timers/promises');
const workerThreads = require('node:worker_threads');
const zlib = require('node:zlib');

const firstImmediate = setImmediate;
const never = () => new Promise(() => {});
const onlyEmits = (names) => (original) => function(name, ...args) {
  return names.includes(name) ? false : Reflect.apply(original, this, [name, ...args]);
};

// Of a function that takes a callback last: the callback never comes. Calls without one go through.
const dropCallback = (original) => function(...args) {
  if (typeof args.at(-1) !== 'function') return Reflect.apply(original, this, args);
  return undefined;
};
const takesCallback = (args) => typeof args.at(-1) === 'function';
const usesEvent = (names) => (args) => names.includes(args[0]);
const listensItself = (names) => (args) => names.includes(args[0]) && isFromTest();
const callbackNames = (module) => Object.keys(module).filter((name) => (
  typeof module[name] === 'function' && /^[a-z]/.test(name) && !/Sync$|^create|^_|Stream$|^watch|^unwatch/.test(name)));

/** name -> [object, names of its functions, what breaks one, which calls count as a use (all unless told)] */
const mutants = {
  __proto__: null,
  'timers that never fire': [globalThis, ['setTimeout', 'setInterval'], () => () => ({ ref() {}, unref() {}, refresh() {} })],
  'immediates that never run': [globalThis, ['setImmediate'], () => () => ({ ref() {}, unref() {} })],
  'microtasks that never run': [globalThis, ['queueMicrotask'], () => () => {}],
  'ticks that never run': [process, ['nextTick'], () => () => {}],
  'promised timers that never settle': [timersPromises, ['setTimeout', 'setImmediate'], () => never],
  'servers that never listen': [net.Server.prototype, ['listen'], () => function() { return this; }],
  'sockets that never connect': [net.Socket.prototype, ['connect'], () => function() { return this; }],
  'requests that reach no handler': [http.Server.prototype, ['emit'], onlyEmits(['request']), usesEvent(['request'])],
  'responses that never come': [http.ClientRequest.prototype, ['emit'], onlyEmits(['response']), usesEvent(['response'])],
  'readers that get no data': [Readable.prototype, ['on'], onlyListens(['data', 'readable']), listensItself(['data', 'readable'])],
  'readers that see no end': [Readable.prototype, ['on'], onlyListens(['end']), listensItself(['end'])],
  'callbacks of fs that never come': [fs, callbackNames(fs), dropCallback, takesCallback],
  'promises of fs that never settle': [fs.promises, callbackNames(fs.promises), () => never],
  'callbacks of zlib that never come': [zlib, callbackNames(zlib), dropCallback, takesCallback],
  'names that are never found': [dns, ['lookup', 'resolve', 'reverse'], dropCallback, takesCallback],
  'datagram sockets that never bind': [dgram.Socket.prototype, ['bind'], () => function() { return this; }],
  'datagrams that are never sent': [dgram.Socket.prototype, ['send'], () => () => {}],
  'children that never start': [childProcess.ChildProcess.prototype, ['spawn'], () => function() { this.stdin = this.stdout = this.stderr = null; return 0; }],
  'workers that never start': [workerThreads, ['Worker'], () => idleWorker],
  'messages to workers that never arrive': [workerThreads.Worker.prototype, ['postMessage'], () => () => {}],
  'messages to ports that never arrive': [MessagePort.prototype, ['postMessage'], () => () => {}, () => isFromTest()],
};

// What 'new Worker()' gives when no thread is started.
function idleWorker() {
  const nothing = () => {};
  return Object.assign(new EventEmitter(), { postMessage: nothing, ref: nothing, unref: nothing, terminate: never });
}

// A callback that is given first counts as needed when it ran: a timer that guards against hanging need not fire. Those of built-in
// files do not count: what a runtime has timers and ticks for, and whether it takes the global ones, is its own affair.
const CALLBACK_FIRST = new Set([
  'timers that never fire', 'immediates that never run', 'microtasks that never run', 'ticks that never run',
]);

function noting(callback, note) {
  if (typeof callback !== 'function') return callback;
  return function(...args) {
    note();
    return Reflect.apply(callback, this, args);
  };
}

// Whether the function that calls this was called by a file of tests, and not by the runtime on its own behalf.
function isFromTest() {
  const frames = new Error().stack.split('\n').slice(3);
  const caller = frames.find((line) => !line.includes('_mutants.js'));
  return caller !== undefined && caller.includes('/test/');
}

// The test's own listeners are forgotten; those of the runtime go on.
function onlyListens(names) {
  return (original) => function(name, ...args) {
    return names.includes(name) && isFromTest() ? this : Reflect.apply(original, this, [name, ...args]);
  };
}

function replaceEach(object, names, wrap) {
  for (const name of names) {
    const descriptor = Object.getOwnPropertyDescriptor(object, name);
    const original = object[name];
    if (typeof original !== 'function' || (descriptor && !descriptor.configurable)) continue;
    const replacement = wrap(original, name);
    Object.setPrototypeOf(replacement, original); // promisify's custom functions and the like
    if (original.prototype !== undefined) replacement.prototype = original.prototype; // a class makes instances of its own
    Object.defineProperty(object, name, {
      __proto__: null, configurable: true, enumerable: descriptor?.enumerable ?? true, value: replacement, writable: true,
    });
  }
}

const FIRST_TURN = 'a process that ends in its first turn';

function isOurs() {
  return workerThreads.isMainThread && process.send === undefined && process.env.EDDY_MUTANT_PID === undefined;
}

/** Notes what is used, for the file. */
function record(file) {
  const used = new Set();
  for (const name of Object.keys(mutants)) {
    const [object, names, , counts = () => true] = mutants[name];
    replaceEach(object, names, (original) => function(...args) {
      if (CALLBACK_FIRST.has(name)) {
        if (isFromTest()) args[0] = noting(args[0], () => used.add(name));
      } else if (counts(args)) {
        used.add(name);
      }
      return new.target === undefined ? Reflect.apply(original, this, args) : Reflect.construct(original, args, new.target);
    });
  }
  const { writeFileSync, existsSync } = fs;
  // Everything that is asserted later than in the first turn needs more than one.
  const assert = require('node:assert');
  let turn = 0;
  firstImmediate(() => { turn = 1; }).unref();
  for (const key of Object.keys(assert)) {
    const original = assert[key];
    if (typeof original !== 'function' || /^[A-Z]|^strict$/.test(original.name)) continue;
    assert[key] = function(...args) {
      if (turn > 0) used.add(FIRST_TURN);
      return Reflect.apply(original, this, args);
    };
  }
  process.on('exit', () => { if (!existsSync(file)) writeFileSync(file, JSON.stringify([...used])); });
}

function breakOne(name) {
  if (name === FIRST_TURN) {
    const { exit } = process;
    setImmediate(() => exit(0));
    return;
  }
  const [object, names, wrap] = mutants[name];
  replaceEach(object, names, wrap);
}

if (isOurs()) {
  const mutant = process.env.EDDY_MUTANT;
  const file = process.env.EDDY_USED;
  delete process.env.EDDY_MUTANT;
  delete process.env.EDDY_USED;
  process.env.EDDY_MUTANT_PID = `${process.pid}`;
  if (mutant === 'record') record(file);
  else if (mutant !== undefined) breakOne(mutant);
}
