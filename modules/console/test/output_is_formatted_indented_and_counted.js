'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(69);
const { Console } = require('node:console');
const { inspect } = require('node:util');

const sink = () => {
  const stream = { text: '', write(text) { stream.text += text; } };
  stream.take = () => {
    const { text } = stream;
    stream.text = '';
    return text;
  };
  return stream;
};
const out = sink();
const err = sink();
const console = new Console(out, err, false);
const prints = (text, method, ...args) => {
  console[method](...args);
  assert.strictEqual(out.take(), text);
  assert.strictEqual(err.take(), '');
};
const warns = (text, method, ...args) => {
  console[method](...args);
  assert.strictEqual(err.take(), text);
  assert.strictEqual(out.take(), '');
};

prints('hello\n', 'log', 'hello');
prints('\n', 'log');
prints('100%\n', 'log', '100%');
prints('a 1 { b: [Object] }\n'.replace('[Object]', "{ c: 'd' }"), 'info', '%s %d', 'a', 1, { b: { c: 'd' } });
prints('undefined\n', 'debug', undefined);
prints('{ a: 1 } [ 2 ]\n', 'dirxml', { a: 1 }, [2]);
warns('oh 1\n', 'error', 'oh %d', 1);
warns('oh\n', 'warn', 'oh');

const object = { a: { b: {} }, [inspect.custom]: () => 'mine' };
prints('mine\n', 'log', object);
prints('mine\n', 'dir', object, { customInspect: true });
prints('{ a: [Object] }\n', 'dir', { a: { b: 1 } }, { depth: 0 });

warns('Assertion failed\n', 'assert');
warns('Assertion failed: a 1\n', 'assert', 0, 'a %d', 1);
warns('Assertion failed { a: 1 } 2\n', 'assert', '', { a: 1 }, 2);
prints('', 'assert', true, 'no');

prints('default: 1\n', 'count');
prints('default: 2\n', 'count', undefined);
prints('[object Object]: 1\n', 'count', {});
prints('', 'countReset');
prints('default: 1\n', 'count');
assert.throws(() => console.count(Symbol('s')), TypeError);

prints('label\n', 'group', 'label');
prints('  a\n  b\n', 'log', 'a\nb');
prints('', 'groupCollapsed');
prints(`    {\n      a: 'x',\n      b: '${'y'.repeat(70)}'\n    }\n`, 'log', { a: 'x', b: 'y'.repeat(70) });
warns('    deep\n', 'warn', 'deep');
for (let i = 0; i < 3; i++) prints('', 'groupEnd');
prints('flat\n', 'log', 'flat');

console.time('t');
console.timeLog('t', { a: 1 });
assert.match(out.take(), /^t: \d+(\.\d{1,3})?ms \{ a: 1 \}\n$/);
console.timeEnd('t');
assert.match(out.take(), /^t: \d+(\.\d{1,3})?ms\n$/);
assert.strictEqual(console._times.size, 0);

(function caller() { console.trace('at %s', 'x'); })();
assert.match(err.take(), /^Trace: at x\n    at caller \(.*output_is_formatted/);
console.trace();
assert.match(err.take(), /^Trace\n    at /);

prints('', 'clear');
out.isTTY = true;
process.env.TERM = 'xterm';
prints('\u001b[1;1H\u001b[0J', 'clear');

const warnings = [];
process.on('warning', ({ message }) => warnings.push(message));
console.countReset('none');
console.timeEnd('none');
console.time('twice');
console.time('twice');
setImmediate(() => assert.deepStrictEqual(warnings, [
  "Count for 'none' does not exist", "No such label 'none' for console.timeEnd()",
  "Label 'twice' already exists for console.time()",
]));
