// eddy only: Node's own ticks and jobs call some of what is replaced.
'use strict';
// Ticks, jobs, timers, immediates, uncaught errors and the end go on with the functions that the language had at the start: each
// program replaces some, and does the same afterwards.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

// Says by process._rawDebug what ran, in its order; without any method of the language.
const program = `
  const say = process._rawDebug;
  say('start'); // loads what it needs
  process.on('exit', (code) => say('exit ' + code));
  process.on('uncaughtException', (error) => say('caught ' + error.message));
  REPLACE;
  setTimeout((a) => { say('timer ' + a); setImmediate(() => say('immediate')); throw new Error('of a timer'); }, 1, 'x');
  process.nextTick((a) => say('tick ' + a), 'y');
  queueMicrotask(() => say('job'));
  Promise.reject(new Error('rejected'));
  say('main');
`;
const expected = ['start', 'main', 'tick y', 'job', 'caught rejected', 'timer x', 'caught of a timer', 'immediate', 'exit 0', ''].join('\n');

const fail = `() => { throw new Error('replaced') }`;
const replacements = {
  'nothing': '',
  'methods of Map': `for (const name of ['get', 'set', 'has', 'delete']) Map.prototype[name] = ${fail}`,
  'methods of Set': `for (const name of ['add', 'has', 'delete']) Set.prototype[name] = ${fail}`,
  'methods of WeakMap': `for (const name of ['get', 'set', 'has']) WeakMap.prototype[name] = ${fail}`,
  'growing arrays': `for (const name of ['push', 'pop', 'shift', 'unshift', 'splice']) Array.prototype[name] = ${fail}`,
  'arrays in whole': `for (const name of ['forEach', 'map', 'filter', 'slice', 'concat', 'join', 'includes', 'indexOf']) Array.prototype[name] = ${fail}`,
  'an element of all arrays': `Object.defineProperty(Array.prototype, 0, { __proto__: null, configurable: true, get: () => undefined, set: ${fail} })`,
  'texts': `for (const name of ['startsWith', 'indexOf', 'slice', 'split', 'replace']) String.prototype[name] = ${fail}`,
  'functions': `Function.prototype.call = Function.prototype.bind = ${fail}`,
  'Reflect': `Reflect.apply = Reflect.construct = Reflect.ownKeys = ${fail}`,
  'Object': `for (const name of ['keys', 'assign', 'defineProperty', 'getPrototypeOf', 'setPrototypeOf']) Object[name] = ${fail}`,
  'descriptors': `Object.prototype.get = Object.prototype.value = Object.prototype.writable = false`,
};

const failures = [];
for (const [name, source] of Object.entries(replacements)) {
  const { stderr, status } = spawnSync(process.execPath, ['--no-warnings', '-e', program.replace('REPLACE', () => source)], { encoding: 'utf8' });
  if (status !== 0 || stderr !== expected) failures.push(`${name}: ${status}\n${stderr}`);
}
assert.deepStrictEqual(failures, []);
