'use strict';
const assert = require('node:assert');
const { inspect } = require('node:util');

const params = new URLSearchParams('?a=1&b=%20+%zz&&=x&a=2&c');
assert.deepStrictEqual([...params], [['a', '1'], ['b', '  %zz'], ['', 'x'], ['a', '2'], ['c', '']]);
assert.strictEqual(params.toString(), 'a=1&b=++%25zz&=x&a=2&c=');
assert.deepStrictEqual([params.size, params.get('a'), params.get('z'), params.getAll('a')], [5, '1', null, ['1', '2']]);
assert.strictEqual(params.has('a', '2'), true);
params.set('a', '3');
params.delete('', 'y');
params.append('\ud800', '*-._~!');
params.sort();
assert.strictEqual(params.toString(), '=x&a=3&b=++%25zz&c=&%EF%BF%BD=*-._%7E%21');
assert.strictEqual(new URLSearchParams('q=%ff%e2%82%ac').get('q'), '\ufffd\u20ac');
assert.strictEqual(`${new URLSearchParams({ x: 1, y: [2, 3] })}`, 'x=1&y=2%2C3');
assert.strictEqual(`${new URLSearchParams(new Map([['m', 'n']]))}`, 'm=n');
assert.strictEqual(`${new URLSearchParams(new URLSearchParams('a=b'))}`, 'a=b');
assert.throws(() => new URLSearchParams([['a']]), {
  code: 'ERR_INVALID_TUPLE', message: 'Each query pair must be an iterable [name, value] tuple',
});
assert.throws(() => params.get.call({}), { code: 'ERR_INVALID_THIS' });
assert.strictEqual(inspect(new URLSearchParams('a=1&b=2')), "URLSearchParams { 'a' => '1', 'b' => '2' }");
assert.strictEqual(inspect(new URLSearchParams('a=1').keys()), "URLSearchParams Iterator { 'a' }");

// Iteration sees changes made meanwhile.
const seen = [];
const live = new URLSearchParams('a=1');
for (const [name] of live) {
  seen.push(name);
  if (seen.length < 3) live.append(`n${seen.length}`, '');
}
assert.deepStrictEqual(seen, ['a', 'n1', 'n2']);
