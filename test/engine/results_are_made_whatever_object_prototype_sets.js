'use strict';
// Setters and read-only properties on Object.prototype, of names that built-ins give their own objects: nothing calls them,
// nothing fails, and what was asked for comes.
const assert = require('assert');
const finish = require('../_finish');

const url = require('url');

const cases = [
  [['callback', 'args', 'context'], () => new Promise((done) => process.nextTick((a, b) => done(a + b), 1, 2)), 3],
  [['type', 'once', 'capture', 'passive'], () => {
    const target = new EventTarget();
    let count = 0;
    target.addEventListener('x', () => { count++; }, { once: true });
    target.dispatchEvent(new Event('x'));
    target.dispatchEvent(new Event('x'));
    return count;
  }, 1],
  [['format', 'module', 'requests', 'type'], async () => (await import('data:text/javascript,export default 7')).default, 7],
  [['href', 'port', 'scheme', 'username', 'query', 'fragment'], () => {
    const made = new URL('b?c#d', 'http://u:p@h:1/a');
    made.hash = 'e';
    return [made.href, url.urlToHttpOptions(made).path];
  }, ['http://u:p@h:1/b?c#e', '/b?c']],
  [['rss', 'heapTotal'], () => process.memoryUsage().rss > 0 && process.memoryUsage.rss() > 0, true],
];

finish(async () => {
  for (const [names, run, expected] of cases) {
    for (const name of names) {
      for (const descriptor of [
        { get() { return undefined; }, set() { throw new Error(`the setter of ${name} was called`); } },
        { value: undefined, writable: false },
      ]) {
        Object.defineProperty(Object.prototype, name, { __proto__: null, configurable: true, ...descriptor });
        let result;
        try {
          result = run();
        } finally {
          if (!(result instanceof Promise)) delete Object.prototype[name];
        }
        try {
          result = await result;
        } finally {
          delete Object.prototype[name];
        }
        assert.deepStrictEqual(result, expected, name);
      }
    }
  }
});
