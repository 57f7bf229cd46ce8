'use strict';
// exec and p, their shapes, watched expressions, the REPL in the program, the inspector's own methods.
const finish = require('../../../test/_finish');
const { debug } = require('./_debugger');
const assert = finish.plan(32);

const PROGRAM = `function f(first, { second }) {
  const inner = new Map([['a', 1]]);
  debugger;
  return inner;
}
f(1, { second: 'two' });
`;

const SHAPES = [
  ['1 + 1', '2'],
  ['-0', '-0'],
  ['10n', '10n'],
  ["'text'", "'text'"],
  ['null', 'null'],
  ['undefined', 'undefined'],
  ['/a/g', '/a/g'],
  ['new Date(0)', '1970-01-01T00:00:00.000Z'],
  ["Symbol('s')", 'Symbol(s)'],
  ['({})', '{}'],
  ['{ a: 1 }', '{ a: 1 }'],
  ["({ a: 's', b: [1], c: {}, d: null })", "{ a: 's', b: Array(1), c: Object, d: null }"],
  ['[]', '[]'],
  ["[1, 's', { a: 1 }]", "[ 1, 's', Object ]"],
  ['[, 1]', '[ 1: 1 ]'],
  ['function named() {}; named', '[Function: named]'],
  ['() => {}', '[Function]'],
  ['async () => {}', '[AsyncFunction]'],
  ['new Proxy({}, {})', 'Proxy(Object)'],
  ['throw 5', '5'],
  ['x'.repeat(3), 'ReferenceError: xxx is not defined'],
];

finish(async () => {
  await debug({ 'p.js': PROGRAM }, async (session) => {
    await session.enter('c', /break in p\.js:3\n[^]*debug> $/);
    for (const [expression, shown] of SHAPES) {
      const [, first] = await session.enter(`exec ${expression}`, /^(.+)\n[^]*debug> $/m);
      assert.strictEqual(first, shown, expression);
    }
    assert.match((await session.enter('exec inner', /(.+)\ndebug> $/))[1], /^Map\(1\) (?:Map\(1\) )?\{ a => 1 \}$/);
    assert.strictEqual((await session.enter("p('first + second')", /(.+)\ndebug> $/))[1], "'1two'");
    const [, scopes] = await session.enter('exec .scope', /(\[[^]*\])\ndebug> $/);
    assert.deepStrictEqual(eval(scopes).flat().sort().slice(-3), ['first', 'inner', 'second']);

    await session.enter("watch('second')", /^debug> $/m);
    await session.enter("watch('missing')", /^debug> $/m);
    await session.enter("watch('second')", /^debug> $/m);
    const [, watched] = await session.enter('watchers', /( {2}0:[^]*?)debug> $/);
    assert.match(watched, /^ {2}0: second = 'two'\n {2}1: missing =\n {4}ReferenceError: missing is not defined\n[^]* {2}2: second = 'two'\n$/);
    await session.enter('unwatch(1)', /^debug> $/m);
    assert.match((await session.enter('watch()', /Uncaught[^]*debug> $/))[0],
      /TypeError \[ERR_INVALID_ARG_TYPE\]: The "expression" argument must be of type string\. Received undefined/);
    const [step] = await session.enter('n', /step in p\.js:4\n[^]*debug> $/);
    assert.match(step, /:4\nWatchers:\n {2}0: second = 'two'\n {2}1: second = 'two'\n\n {2}2 /);
    await session.enter("unwatch('second')", /^debug> $/m);
    assert.doesNotMatch((await session.enter('watchers', /debug> $/))[0], /second/);

    await session.enter('repl', /Press Ctrl\+C to leave debug repl\n(?:> )+$/);
    assert.strictEqual((await session.enter('inner.get("a") + first', /^(?:> )*(.+)\n> $/m))[1], '2');
    await session.enter('.interrupt', /debug> $/);

    // The prompt's own context, whose variables are not the program's.
    assert.strictEqual((await session.enter('["hello", "world"].join(" ")', /(.+)\ndebug> $/))[1], "'hello world'");
    const [result] = await session.enter("Runtime.evaluate({ expression: '6 * 7' })", /\{[^]*debug> $/);
    assert.match(result, /result: \{ type: 'number', value: 42, description: '42' \}/);
    assert.match((await session.enter('Runtime.evaluate({})', /Uncaught[^]*debug> $/))[0], /Error \[-32602\]: Invalid parameters/);
    assert.strictEqual((await session.enter('Debugger', /(.+)\ndebug> $/))[1], '[Agent Debugger]');
    await session.enter('scripts', /^\* +\d+: p\.js\ndebug> $/m);
    await session.enter('c', /Waiting for the debugger to disconnect/);
  });
});
