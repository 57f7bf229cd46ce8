'use strict';
// node:console: the global console. Its streams are process.stdout and process.stderr, looked at on first use.
// Also shown: duration.

const { Console, consoleMethods, bindTo, noop, setUp, untouchedOutput } = require('console/console_class');

// What V8's inspector console has beside the methods of Console; without an inspector these do nothing.
const contextMethods = [
  'dir', 'dirXml', 'table', 'groupEnd', 'clear', 'count', 'countReset', 'profile', 'profileEnd', 'debug', 'error',
  'info', 'log', 'warn', 'trace', 'group', 'groupCollapsed', 'assert', 'time', 'timeLog', 'timeEnd', 'timeStamp',
];

const inspectorMethods = {
  profile() {},
  profileEnd() {},
  timeStamp() {},

  /** A console of its own for an inspector. */
  context(name) {
    return Object.fromEntries(contextMethods.map((method) => [method, noop]));
  },

  /**
   * A task whose run() calls a function: an inspector shows where it was made.
   * @param {string} name
   * @returns {{run: Function}}
   */
  createTask(...args) {
    if (typeof args[0] !== 'string' || args[0] === '') throw new Error('First argument must be a non-empty string.');
    return { run: (fn) => fn() };
  },
};

/** A property that is a stream of the process until another is set. */
const replaced = {}; // the streams that users have set

function lazyStream(name) {
  return {
    __proto__: null,
    configurable: true,
    enumerable: false,
    get: () => replaced[name] ?? require('process_object')[name],
    set: (value) => {
      replaced[name] = value;
    },
  };
}

const console = Object.create({}); // A namespace object's prototype is an object of its own (Console Standard, 1).
for (const name of Object.keys(consoleMethods)) {
  console[name] = Object.defineProperty(bindTo(console, name, consoleMethods[name]), 'length',
                                        { __proto__: null, value: 0, configurable: true });
}
Object.defineProperty(console, '_stdout', lazyStream('stdout'));
Object.defineProperty(console, '_stderr', lazyStream('stderr'));
console[untouchedOutput] = (name) => {
  const stream = name.slice(1);
  return replaced[stream] === undefined ? require('stdio').untouched(stream) : undefined;
};
Object.defineProperty(console, untouchedOutput, { __proto__: null, enumerable: false });
setUp(console, { ignoreErrors: true, colorMode: 'auto', groupIndentation: 2, inspectOptions: undefined });
console.Console = Console;
Object.assign(console, inspectorMethods);

module.exports = console;
