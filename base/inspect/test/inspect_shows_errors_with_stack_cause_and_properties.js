'use strict';
const assert = require('node:assert');
const { inspect } = require('node:util');

function made(Class, message, stack, properties = {}) {
  const error = Object.assign(new Class(message), properties);
  error.stack = stack;
  return error;
}
const frames = (text) => text.split('').map((name) => `\n    at ${name} (/x.js:1:1)`).join('');
class Oops extends Error {}
class OopsError extends TypeError {}

assert.strictEqual(inspect(made(Error, 'm', 'Error: m')), '[Error: m]');
assert.strictEqual(inspect(made(Oops, 'm', `Error: m${frames('a')}`)), `Oops [Error]: m${frames('a')}`);
assert.strictEqual(inspect(made(OopsError, 'm', `TypeError: m${frames('a')}`)),
                   `OopsError [TypeError]: m${frames('a')}`);
assert.strictEqual(inspect(Object.setPrototypeOf(made(Error, 'm', 'Error: m'), null)), '[[Error: null prototype]: m]');
assert.strictEqual(inspect(made(Error, 'm', 5)), '[Error: m\n    5]');
assert.strictEqual(inspect(made(Error, 'm', 'Error: m', { code: 'E', errno: -2 })),
                   "[Error: m] { code: 'E', errno: -2 }");
assert.strictEqual(inspect({ e: made(Error, 'm', `Error: m${frames('a')}`, { x: 1 }) }),
                   '{\n  e: Error: m\n      at a (/x.js:1:1) {\n    x: 1\n  }\n}');

const cause = made(Error, 'in', `Error: in${frames('abcdef')}`);
const outer = made(Error, 'out', `Error: out${frames('xcdef')}`);
Object.defineProperty(outer, 'cause', { value: cause, enumerable: false });
assert.strictEqual(inspect(outer).split('\n').slice(0, 6).join('\n'),
                   `Error: out${frames('xc')}\n    ... 2 lines matching cause stack trace ...${frames('f')} {\n` +
                   '  [cause]: Error: in');

const looping = made(Error, 'm', `Error: m${frames('abcabcabcabc')}`);
assert.strictEqual(inspect(looping),
                   `Error: m${frames('abc')}\n    ... collapsed 9 duplicate lines matching above 3 lines 3 times...`);

const many = new AggregateError([1], 'several');
many.stack = 'AggregateError: several';
assert.strictEqual(inspect(many), '[AggregateError: several] { [errors]: [ 1 ] }');

const self = made(Error, 'm', 'Error: m');
self.self = self;
assert.strictEqual(inspect(self), '<ref *1> [Error: m] { self: [Circular *1] }');

const directory = process.cwd();
const colored = made(Error, 'm',
                     `Error: m\n    at f (${directory}/node_modules/@a/b/c.js:1:1)\n    at g (node:events:1:1)`);
assert.strictEqual(inspect(colored, { colors: true }), 'Error: m\n' +
  `    at f \u001b[90m(${directory}/\u001b[39mnode_modules/\u001b[4m@a/b\u001b[24m/c.js:1:1\u001b[90m)\u001b[39m\n` +
  '\u001b[90m    at g (node:events:1:1)\u001b[39m');

const throwing = made(Error, 'm', '');
Object.defineProperty(throwing, 'name', { get() { throw new Error('no'); } });
assert.strictEqual(inspect(throwing), '[object Error]');
